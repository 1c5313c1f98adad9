/*
title      = "Trị giá hàng hóa đã bán, chuyển giao"
definition = "Tổng trị giá hàng hóa đã bán hoặc chuyển giao trong kỳ của các vụ vi phạm trong thương mại điện tử, gồm cả hàng hóa đã tịch thu từ kỳ trước. Lô ghi cả ngày tiêu hủy và ngày bán, chuyển giao chỉ tính một lần, theo ngày sớm hơn. Không cộng với các chỉ tiêu TP04 khác."
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
SELECT l.left_on      AS day,
       l.value        AS disposed,
       l.lot_id       AS lots,
       l.organization AS organization,
       l.force        AS force,
       l.area         AS area,
       l.goods_group  AS goods_group,
       l.lot_id       AS lot_id,
       l.case_id      AS case_id
FROM   goods_lives AS l
WHERE  l.left_by = 'disposed'
