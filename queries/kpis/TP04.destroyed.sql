/*
title      = "Trị giá hàng hóa tiêu hủy"
definition = "Tổng trị giá hàng hóa bị tiêu hủy trong kỳ của các vụ vi phạm trong thương mại điện tử, gồm cả hàng hóa đã tịch thu từ kỳ trước và hàng hóa bị buộc tiêu hủy mà không qua tịch thu. Lô ghi cả ngày tiêu hủy và ngày bán, chuyển giao chỉ tính một lần, theo ngày sớm hơn. Không cộng với các chỉ tiêu TP04 khác."
unit       = "money"
better     = "neither"
reports    = ["case_report"]
key        = "lot_id"
value      = { destroyed = "sum" }
beside     = { lots = { over = "sum", as = "distinct" } }
labels     = { destroyed = "trị giá hàng hóa tiêu hủy", lots = "lô hàng" }
units      = { lots = "lot" }
since      = 2022-08-15
*/
SELECT l.left_on      AS day,
       l.value        AS destroyed,
       l.lot_id       AS lots,
       l.organization AS organization,
       l.force        AS force,
       l.area         AS area,
       l.goods_group  AS goods_group,
       l.lot_id       AS lot_id,
       l.case_id      AS case_id
FROM   goods_lives AS l
WHERE  l.left_by = 'destroyed'
