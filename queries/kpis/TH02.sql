/*
title       = "Tỷ lệ người bán sử dụng hóa đơn điện tử"
definition  = "Tỷ lệ số người bán có lập hóa đơn điện tử trong kỳ trên tổng số người bán thuộc diện phải sử dụng hóa đơn điện tử trong kỳ. Số liệu theo tháng dương lịch; mỗi người bán tính một lần trong kỳ, nên kỳ dài có tỷ lệ cao hơn kỳ ngắn."
unit        = "percent"
better      = "higher"
reports     = ["tax_report"]
key         = "business_id"
numerator   = { issued = { over = "sum", as = "distinct" } }
denominator = { obliged = { over = "sum", as = "distinct" } }
labels      = { issued = "người bán có lập hóa đơn điện tử", obliged = "người bán thuộc diện sử dụng hóa đơn điện tử", valid_from = "Thuộc diện từ ngày" }
units       = { issued = "seller", obliged = "seller" }
calendars   = ["calendar"]
since       = 2022-09-01
*/
WITH ends_of_months AS (
  SELECT s.last_day AS last_day
  FROM   slots AS s
  WHERE  extract(day FROM CAST(s.last_day + INTERVAL '1' DAY AS DATE)) = 1
), issued AS (
  SELECT DISTINCT b.business_id AS business_id, b.valid_to AS last_day
  FROM   business_statuses AS b
  WHERE  b.status = 'einvoice_issued'
)
SELECT s.last_day     AS day,
       i.business_id  AS issued,
       b.business_id  AS obliged,
       b.organization AS organization,
       b.area         AS area,
       t.kind         AS business_kind,
       b.business_id  AS business_id,
       b.valid_from   AS valid_from
FROM   business_statuses AS b
JOIN   businesses AS t ON t.business_id = b.business_id
JOIN   slots AS s ON b.valid_from <= s.last_day AND (b.valid_to IS NULL OR b.valid_to >= s.last_day)
-- the tax office counts by calendar month: a seller counts on the month's last day
JOIN   ends_of_months AS e ON e.last_day = s.last_day
LEFT   JOIN issued AS i ON i.business_id = b.business_id AND i.last_day = s.last_day
WHERE  b.status = 'einvoice_obliged'
