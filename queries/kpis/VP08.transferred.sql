/*
title      = "Số vụ chuyển cơ quan điều tra"
definition = "Số vụ vi phạm trong thương mại điện tử có dấu hiệu tội phạm được chuyển cơ quan điều tra trong kỳ."
unit       = "case"
better     = "neither"
reports    = ["case_report"]
key        = "case_id"
value      = { transferred = "sum" }
labels     = { transferred = "vụ chuyển cơ quan điều tra" }
since      = 2022-08-15
*/
SELECT k.transferred_on AS day,
       1                AS transferred,
       k.organization   AS organization,
       k.force          AS force,
       k.area           AS area,
       k.channel        AS channel,
       k.article_group  AS article_group,
       k.case_id        AS case_id,
       k.record_on      AS record_on
FROM   ecommerce_cases AS k
WHERE  k.transferred_on IS NOT NULL
AND    k.article_group IS NOT NULL                -- without a crime in sight it went to another body, not to investigators
