/*
title      = "Trị giá hàng hóa đã bán, chuyển giao"
definition = "Tổng trị giá hàng hóa đã bán hoặc chuyển giao trong kỳ của các vụ vi phạm trong thương mại điện tử, gồm cả hàng hóa đã tịch thu từ kỳ trước. Không cộng với các chỉ tiêu TP04 khác."
unit       = "money"
better     = "neither"
reports    = ["case_report"]
key        = "lot_id"
value      = { disposed = "sum" }
beside     = { lots = { over = "sum", as = "distinct" } }
labels     = { disposed = "trị giá hàng hóa đã bán, chuyển giao", lots = "lô hàng" }
units      = { lots = "lot" }
since      = 2022-08-15
*/
SELECT g.disposed_on  AS day,
       g.value        AS disposed,
       g.lot_id       AS lots,
       k.organization AS organization,
       k.force        AS force,
       k.area         AS area,
       g.goods_group  AS goods_group,
       g.lot_id       AS lot_id,
       g.case_id      AS case_id
FROM   goods_lots AS g
JOIN   ecommerce_cases AS k ON k.case_id = g.case_id
WHERE  g.disposed_on IS NOT NULL
