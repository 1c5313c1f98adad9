/*
title      = "Số vụ khởi tố"
definition = "Số vụ vi phạm trong thương mại điện tử được khởi tố vụ án hình sự trong kỳ."
unit       = "case"
better     = "neither"
reports    = ["case_report"]
key        = "case_id"
value      = { prosecuted = "sum" }
labels     = { prosecuted = "vụ khởi tố" }
since      = 2022-08-15
*/
SELECT k.prosecuted_on AS day,
       1               AS prosecuted,
       k.organization  AS organization,
       k.force         AS force,
       k.area          AS area,
       k.channel       AS channel,
       k.article_group AS article_group,
       k.case_id       AS case_id,
       k.transferred_on AS transferred_on
FROM   ecommerce_cases AS k
WHERE  k.prosecuted_on IS NOT NULL
