/*
title       = "Tỷ lệ người bán trong thương mại điện tử đăng ký, kê khai thuế"
definition  = "Tỷ lệ số người bán đã được cơ quan thuế xác định là kinh doanh thương mại điện tử có đăng ký, kê khai thuế vào cuối kỳ trên tổng số người bán đã được xác định. Người đăng ký thuế nhưng chưa được xác định là kinh doanh thương mại điện tử thì không tính; người bán trên nhiều sàn tính một lần."
unit        = "percent"
better      = "higher"
reports     = ["tax_report"]
key         = "business_id"
numerator   = { registered = { over = "last", as = "distinct" } }
denominator = { identified = { over = "last", as = "distinct" } }
labels      = { registered = "người bán đã đăng ký, kê khai thuế", identified = "người bán đã được xác định", registered_on = "Đăng ký, kê khai thuế từ ngày", valid_from = "Được xác định từ ngày" }
units       = { registered = "seller", identified = "seller" }
since       = 2023-05-08
*/
SELECT s.last_day     AS day,
       r.business_id  AS registered,
       b.business_id  AS identified,
       b.organization AS organization,
       b.area         AS area,
       b.platform     AS platform,
       t.kind         AS business_kind,
       b.business_id  AS business_id,
       b.valid_from   AS valid_from,
       r.valid_from   AS registered_on
FROM   business_statuses AS b
JOIN   businesses AS t ON t.business_id = b.business_id
JOIN   slots AS s ON b.valid_from <= s.last_day AND (b.valid_to IS NULL OR b.valid_to >= s.last_day)
LEFT   JOIN business_statuses AS r ON r.business_id = b.business_id AND r.status = 'tax_registered'
                                  AND r.valid_from <= s.last_day AND (r.valid_to IS NULL OR r.valid_to >= s.last_day)
WHERE  b.status = 'tax_identified'
