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
       g.value          AS pending,
       g.lot_id         AS lots,
       k.organization   AS organization,
       k.force          AS force,
       k.area           AS area,
       g.goods_group    AS goods_group,
       g.lot_id         AS lot_id,
       g.case_id        AS case_id,
       g.confiscated_on AS confiscated_on
FROM   goods_lots AS g
JOIN   ecommerce_cases AS k ON k.case_id = g.case_id
JOIN   slots AS s ON g.confiscated_on <= s.last_day
                 AND (g.destroyed_on IS NULL OR g.destroyed_on > s.last_day)
                 AND (g.disposed_on IS NULL OR g.disposed_on > s.last_day)
