/*
title      = "Số vụ kiểm tra trong thương mại điện tử"
definition = "Số vụ kiểm tra việc bán hàng qua các kênh thương mại điện tử có ngày kiểm tra trong kỳ. Vụ liên ngành tính một lần, theo đơn vị chủ trì."
unit       = "case"
better     = "neither"
reports    = ["case_report"]
key        = "case_id"
value      = { inspected = { over = "sum", as = "distinct" } }
labels     = { inspected = "vụ kiểm tra" }
since      = 2022-08-15
*/
SELECT k.inspected_on    AS day,
       k.case_id         AS inspected,
       k.organization    AS organization,
       k.force           AS force,
       k.area            AS area,
       k.channel         AS channel,
       k.inspection_kind AS inspection_kind,
       -- what is sold elsewhere has no platform, which is not the same as one that nobody wrote down
       CASE WHEN k.channel IN ('large_platform', 'other_platform') THEN n.platform ELSE coalesce(n.platform, 'none') END AS platform,
       n.network         AS network,
       k.case_id         AS case_id,
       k.record_on       AS record_on
FROM   ecommerce_cases AS k
LEFT   JOIN case_channels AS n ON n.case_id = k.case_id
