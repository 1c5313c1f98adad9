/*
title      = "Trị giá hàng hóa tịch thu chờ xử lý"
definition = "Tổng trị giá hàng hóa đã tịch thu của các vụ vi phạm trong thương mại điện tử mà đến cuối kỳ chưa tiêu hủy, chưa bán, chưa chuyển giao. Đây là số dư cuối kỳ, không cộng các kỳ và không cộng với các chỉ tiêu TP04 khác."
unit       = "money"
better     = "neither"
reports    = ["case_report"]
key        = "lot_id"
value      = { pending = "last" }
beside     = { lots = { over = "last", as = "distinct" } }
labels     = { pending = "trị giá hàng hóa chờ xử lý", lots = "lô hàng chờ xử lý" }
units      = { lots = "lot" }
since      = 2022-08-15
*/
SELECT s.last_day       AS day,
       l.value          AS pending,
       l.lot_id         AS lots,
       l.organization   AS organization,
       l.force          AS force,
       l.area           AS area,
       l.goods_group    AS goods_group,
       l.lot_id         AS lot_id,
       l.case_id        AS case_id,
       l.confiscated_on AS confiscated_on
FROM   goods_lives AS l
JOIN   slots AS s ON l.entered_on <= s.last_day AND (l.left_on IS NULL OR l.left_on > s.last_day)
