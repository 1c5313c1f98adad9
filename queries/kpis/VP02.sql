/*
title      = "Số vụ vi phạm được phát hiện trong thương mại điện tử"
definition = "Số vụ vi phạm qua các kênh thương mại điện tử có biên bản vi phạm được lập trong kỳ. Vụ có nhiều hành vi vi phạm tính một lần."
unit       = "case"
better     = "neither"
reports    = ["case_report"]
key        = "case_id"
value      = { detected = { over = "sum", as = "distinct" } }
labels     = { detected = "vụ vi phạm được phát hiện" }
since      = 2022-08-15
*/
SELECT k.record_on       AS day,
       k.case_id         AS detected,
       k.organization    AS organization,
       k.force           AS force,
       k.area            AS area,
       k.channel         AS channel,
       k.inspection_kind AS inspection_kind,
       -- what is sold elsewhere has no platform, which is not the same as one that nobody wrote down
       CASE WHEN k.channel IN ('large_platform', 'other_platform') THEN n.platform ELSE coalesce(n.platform, 'none') END AS platform,
       g.goods_group     AS goods_group,
       v.violation_group AS violation_group,
       v.violation       AS violation,
       k.case_id         AS case_id,
       k.inspected_on    AS inspected_on
FROM   ecommerce_cases AS k
LEFT   JOIN violations AS v ON v.case_id = k.case_id
LEFT   JOIN case_channels AS n ON n.case_id = k.case_id
LEFT   JOIN goods_lots AS g ON g.case_id = k.case_id
WHERE  k.record_on IS NOT NULL                    -- no record, no violation found
