/*
title       = "Tỷ lệ sản phẩm OCOP có truy xuất nguồn gốc"
definition  = "Tỷ lệ số sản phẩm được công nhận theo Chương trình Mỗi xã một sản phẩm đang kết nối hệ thống truy xuất nguồn gốc vào cuối kỳ trên tổng số sản phẩm đang được công nhận. Hạng sao, địa bàn tính theo thời điểm cuối kỳ."
unit        = "percent"
better      = "higher"
reports     = ["product_report"]
key         = "product_id"
numerator   = { linked = { over = "last", as = "distinct" } }
denominator = { recognised = { over = "last", as = "distinct" } }
labels      = { linked = "sản phẩm có truy xuất nguồn gốc", recognised = "sản phẩm đang được công nhận" }
units       = { linked = "product", recognised = "product" }
since       = 2023-05-08
*/
SELECT s.last_day     AS day,
       CASE WHEN p.linked_from <= s.last_day AND (p.linked_to IS NULL OR p.linked_to >= s.last_day) THEN p.product_id END AS linked,
       p.product_id   AS recognised,
       p.organization AS organization,
       p.area         AS area,
       p.goods_group  AS goods_group,
       CASE p.star WHEN 1 THEN 'one' WHEN 2 THEN 'two' WHEN 3 THEN 'three' WHEN 4 THEN 'four' WHEN 5 THEN 'five' END AS star,
       p.product_id   AS product_id,
       p.valid_from   AS valid_from,
       p.linked_from  AS linked_from
FROM   products AS p
JOIN   slots AS s ON p.valid_from <= s.last_day AND (p.valid_to IS NULL OR p.valid_to >= s.last_day)
