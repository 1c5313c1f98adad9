/*
title       = "Tỷ trọng vụ vi phạm về lương thực, thực phẩm, hàng ảnh hưởng đến sức khỏe"
definition  = "Tỷ lệ số vụ vi phạm có hàng hóa là lương thực, thực phẩm hoặc hàng ảnh hưởng đến sức khỏe trên tổng số vụ vi phạm trong thương mại điện tử có biên bản được lập trong kỳ. Nhóm hàng xác định theo danh mục; vụ có nhiều nhóm hàng tính một lần."
unit        = "percent"
better      = "neither"
reports     = ["case_report"]
key         = "case_id"
numerator   = { health = { over = "sum", as = "distinct" } }
denominator = { violating = { over = "sum", as = "distinct", ignores = ["goods_group"] } }
labels      = { health = "vụ vi phạm về lương thực, thực phẩm, hàng ảnh hưởng đến sức khỏe", violating = "vụ vi phạm trong thương mại điện tử", goods = "Nhóm hàng ghi nhận" }
units       = { health = "case", violating = "case" }
since       = 2022-08-15
*/
SELECT k.record_on    AS day,
       CASE WHEN h.code IS NOT NULL THEN k.case_id END AS health,
       k.case_id      AS violating,
       k.organization AS organization,
       k.force        AS force,
       k.area         AS area,
       h.code         AS goods_group,
       k.case_id      AS case_id,
       g.goods_group  AS goods
FROM   ecommerce_cases AS k
LEFT   JOIN goods_lots AS g ON g.case_id = k.case_id
LEFT   JOIN codes AS h ON h.list = 'health_goods' AND h.code = g.goods_group
                      AND h.valid_from <= k.record_on AND (h.valid_to IS NULL OR h.valid_to >= k.record_on)
WHERE  k.record_on IS NOT NULL
