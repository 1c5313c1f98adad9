/*
title       = "Dự toán được chi trong năm theo đơn vị và khoản"
description = "Ngân sách nhà nước thực hiện kế hoạch, đồng, đến hết quý dương lịch chứa ngày cuối của kỳ báo cáo. Điều chỉnh gồm bổ sung và điều chỉnh tăng, giảm, ghi theo dấu. Đã sử dụng là số đã thanh toán và tạm ứng chưa thu hồi; ô trống là chưa có báo cáo, không phải bằng 0. Không theo bộ lọc đang chọn."
labels      = { body = "Đơn vị", category = "Khoản", total = "Tổng số (đồng)", carried_in = "Năm trước chuyển sang (đồng)", initial = "Giao đầu năm (đồng)", adjusted = "Điều chỉnh (đồng)", used = "Đã sử dụng (đồng)", advances = "Tạm ứng chưa thu hồi (đồng)", unsent = "Số báo cáo kinh phí đến hạn chưa gửi" }

[parameters.last_day]
type = "date"
*/
WITH asked AS (
  SELECT CAST(extract(year FROM $last_day) AS BIGINT)    AS budget_year,
         CAST(extract(quarter FROM $last_day) AS BIGINT) AS quarter
), signed AS (
  SELECT v.organization AS organization, coalesce(v.category, '–') AS category, v.budget_year AS budget_year,
         CASE WHEN v.kind = 'carried_in' THEN v.amount ELSE 0 END AS carried_in,
         CASE WHEN v.kind = 'initial' THEN v.amount ELSE 0 END AS initial,
         CASE WHEN v.kind IN ('supplement', 'adjustment') THEN v.amount ELSE 0 END AS adjusted,
         CASE WHEN v.kind = 'payment' THEN v.amount ELSE 0 END AS paid,
         CASE WHEN v.kind = 'advance' THEN v.amount
              WHEN v.kind = 'recovery' AND a.advance_id IS NOT NULL THEN -v.amount ELSE 0 END AS advances
  FROM   vouchers AS v
  JOIN   asked AS q ON v.budget_year = q.budget_year AND extract(quarter FROM v.day) <= q.quarter
  LEFT   JOIN vouchers AS a ON a.advance_id = v.advance_id AND a.kind = 'advance' AND a.budget_year = v.budget_year
  WHERE  v.source = 'state'
  AND    v.kind IN ('initial', 'supplement', 'adjustment', 'carried_in', 'payment', 'advance', 'recovery')
), names AS (
  -- the last life that the body's code had by the end of the year: some end before their books do
  SELECT s.organization AS organization, max(o.valid_from) AS valid_from
  FROM   signed AS s
  JOIN   organizations AS o ON o.code = s.organization AND o.valid_from <= make_date(s.budget_year, 12, 31)
  GROUP  BY s.organization
), ends AS (
  SELECT max(s.last_day) AS last_day
  FROM   slots AS s
), unsent AS (
  -- bodies that owed a report on their money by then, which is due, and have not sent it
  SELECT b.organization AS organization, count(*) AS reports
  FROM   obligations AS b
  JOIN   asked AS q ON extract(year FROM b.last_day) = q.budget_year AND extract(quarter FROM b.last_day) <= q.quarter
  CROSS  JOIN ends AS e
  WHERE  b.report = 'budget_report' AND b.received_on IS NULL AND coalesce(b.due_on, b.last_day) <= e.last_day
  GROUP  BY b.organization
), sums AS (
  SELECT s.organization AS organization, s.category AS category,
         sum(s.carried_in) AS carried_in, sum(s.initial) AS initial, sum(s.adjusted) AS adjusted,
         sum(s.paid) AS paid, sum(s.advances) AS advances
  FROM   signed AS s
  GROUP  BY s.organization, s.category
)
SELECT coalesce(o.name, s.organization) AS body,
       s.category     AS category,
       s.carried_in + s.initial + s.adjusted AS total,
       s.carried_in   AS carried_in,
       s.initial      AS initial,
       s.adjusted     AS adjusted,
       -- what nobody has reported is not nothing
       CASE WHEN u.reports > 0 AND s.paid = 0 AND s.advances = 0 THEN NULL ELSE s.paid + s.advances END AS used,
       CASE WHEN u.reports > 0 AND s.paid = 0 AND s.advances = 0 THEN NULL ELSE s.advances END AS advances,
       coalesce(u.reports, 0) AS unsent
FROM   sums AS s
LEFT   JOIN names AS n ON n.organization = s.organization
LEFT   JOIN organizations AS o ON o.code = n.organization AND o.valid_from = n.valid_from
LEFT   JOIN unsent AS u ON u.organization = s.organization
ORDER  BY body, s.organization, s.category
