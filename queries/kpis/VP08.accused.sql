/*
title      = "Số bị can bị khởi tố"
definition = "Số bị can trong các vụ vi phạm trong thương mại điện tử được khởi tố trong kỳ, theo ngày khởi tố vụ án. Số bị can không cộng với số vụ."
unit       = "accused"
better     = "neither"
reports    = ["case_report"]
key        = "case_id"
value      = { accused = "sum" }
labels     = { accused = "bị can" }
since      = 2022-08-15
*/
SELECT k.prosecuted_on AS day,
       k.accused       AS accused,
       k.organization  AS organization,
       k.force         AS force,
       k.area          AS area,
       k.channel       AS channel,
       k.article_group AS article_group,
       k.case_id       AS case_id
FROM   ecommerce_cases AS k
WHERE  k.prosecuted_on IS NOT NULL
