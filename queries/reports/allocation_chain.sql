/*
title       = "Từ dự toán đến số còn lại của từng đơn vị"
description = "Ngân sách nhà nước, đồng, không theo bộ lọc. Còn lại = được sử dụng − thanh toán − tạm ứng − chuyển nguồn − hủy. Ô trống: chưa gửi báo cáo nào đến hạn."
period      = "budget_year"
totals      = ["initial", "supplement", "adjustment", "carried_in", "available", "paid", "advances", "carried_out", "cancelled", "left_over"]
labels      = { body = "Đơn vị", budget_year = "Năm", initial = "Giao đầu năm", supplement = "Bổ sung", adjustment = "Điều chỉnh", carried_in = "Năm trước chuyển sang", available = "Được sử dụng", paid = "Đã thanh toán", advances = "Tạm ứng chưa thu hồi", carried_out = "Chuyển nguồn, không kể tạm ứng", cancelled = "Hủy dự toán", left_over = "Còn lại", unsent = "Báo cáo kinh phí chưa gửi" }
*/
WITH ends AS (
  SELECT max(s.last_day) AS last_day
  FROM   slots AS s
), unsent AS (
  -- what a body has not reported is not nothing
  SELECT extract(year FROM r.last_day) AS budget_year, r.organization AS organization, count(*) AS reports
  FROM   obligations AS r
  CROSS  JOIN ends AS e
  WHERE  r.report = 'budget_report' AND r.received_on IS NULL AND coalesce(r.due_on, r.last_day) <= e.last_day
  GROUP  BY extract(year FROM r.last_day), r.organization
), names AS (
  -- the last life that the body's code had by the end of the year: some end before their books do
  SELECT b.budget_year AS budget_year, b.organization AS organization, max(o.valid_from) AS valid_from
  FROM   budget_years AS b
  JOIN   organizations AS o ON o.code = b.organization AND o.valid_from <= make_date(b.budget_year, 12, 31)
  GROUP  BY b.budget_year, b.organization
)
SELECT coalesce(o.name, b.organization) AS body,
       b.budget_year AS budget_year,
       b.initial     AS initial,
       b.supplement  AS supplement,
       b.adjustment  AS adjustment,
       b.carried_in  AS carried_in,
       b.available   AS available,
       CASE WHEN u.reports IS NULL OR b.paid <> 0 OR b.advances <> 0 THEN b.paid END     AS paid,
       CASE WHEN u.reports IS NULL OR b.paid <> 0 OR b.advances <> 0 THEN b.advances END AS advances,
       b.carried_out AS carried_out,
       b.cancelled   AS cancelled,
       CASE WHEN u.reports IS NULL OR b.paid <> 0 OR b.advances <> 0 THEN b.left_over END AS left_over,
       CASE WHEN u.reports > 0 THEN u.reports END AS unsent
FROM   budget_years AS b
LEFT   JOIN names AS n ON n.budget_year = b.budget_year AND n.organization = b.organization
LEFT   JOIN unsent AS u ON u.budget_year = b.budget_year AND u.organization = b.organization
LEFT   JOIN organizations AS o ON o.code = n.organization AND o.valid_from = n.valid_from
ORDER  BY b.budget_year DESC, body, b.organization
