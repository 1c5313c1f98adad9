/*
title      = "Trị giá hàng hóa tịch thu"
definition = "Tổng trị giá hàng hóa bị tịch thu trong kỳ của các vụ vi phạm trong thương mại điện tử. Không cộng với các chỉ tiêu TP04 khác."
unit       = "money"
better     = "neither"
reports    = ["case_report"]
key        = "lot_id"
value      = { confiscated = "sum" }
beside     = { lots = { over = "sum", as = "distinct" } }
labels     = { confiscated = "trị giá hàng hóa tịch thu", lots = "lô hàng" }
units      = { lots = "lot" }
since      = 2022-08-15
*/
SELECT l.confiscated_on AS day,
       l.value        AS confiscated,
       l.lot_id       AS lots,
       l.organization AS organization,
       l.force        AS force,
       l.area         AS area,
       l.goods_group  AS goods_group,
       l.lot_id       AS lot_id,
       l.case_id      AS case_id
FROM   goods_lives AS l
WHERE  l.confiscated_on IS NOT NULL
