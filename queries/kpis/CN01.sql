/*
title       = "Tỷ lệ doanh nghiệp, hợp tác xã áp dụng mã số, mã vạch"
definition  = "Tỷ lệ số doanh nghiệp, hợp tác xã thuộc diện áp dụng có mã số, mã vạch còn hiệu lực vào cuối kỳ trên tổng số doanh nghiệp, hợp tác xã sản xuất hàng hóa thuộc diện áp dụng. Cơ sở ngoài diện áp dụng không tính ở cả tử số và mẫu số."
unit        = "percent"
better      = "higher"
reports     = ["product_report"]
key         = "business_id"
numerator   = { applied = { over = "last", as = "distinct" } }
denominator = { in_scope = { over = "last", as = "distinct" } }
labels      = { applied = "cơ sở có mã số, mã vạch còn hiệu lực", in_scope = "cơ sở thuộc diện áp dụng", applied_from = "Mã số, mã vạch hiệu lực từ ngày" }
units       = { applied = "trader", in_scope = "trader" }
since       = 2023-05-08
*/
SELECT s.last_day     AS day,
       v.business_id  AS applied,
       b.business_id  AS in_scope,
       b.organization AS organization,
       b.area         AS area,
       b.goods_group  AS goods_group,
       t.kind         AS business_kind,
       b.business_id  AS business_id,
       v.valid_from   AS applied_from
FROM   business_statuses AS b
JOIN   businesses AS t ON t.business_id = b.business_id
JOIN   slots AS s ON b.valid_from <= s.last_day AND (b.valid_to IS NULL OR b.valid_to >= s.last_day)
LEFT   JOIN business_statuses AS v ON v.business_id = b.business_id AND v.status = 'code_valid'
                                  AND v.valid_from <= s.last_day AND (v.valid_to IS NULL OR v.valid_to >= s.last_day)
WHERE  b.status = 'code_scope'
