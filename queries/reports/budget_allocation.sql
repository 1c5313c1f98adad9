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
  SELECT m.organization AS organization, coalesce(m.category, '–') AS category, m.budget_year AS budget_year,
         CASE WHEN m.kind = 'carried_in' THEN m.amount ELSE 0 END AS carried_in,
         CASE WHEN m.kind = 'initial' THEN m.amount ELSE 0 END AS initial,
         CASE WHEN m.kind IN ('supplement', 'adjustment') THEN m.amount ELSE 0 END AS adjusted,
         CASE WHEN m.item = 'paid' THEN m.amount ELSE 0 END AS paid,
         CASE WHEN m.item = 'advances' THEN m.amount ELSE 0 END AS advances
  FROM   budget_movements AS m
  JOIN   asked AS q ON m.budget_year = q.budget_year AND extract(quarter FROM m.day) <= q.quarter
  WHERE  m.item IN ('available', 'paid', 'advances')
), unsent AS (
  SELECT r.organization AS organization, count(*) AS reports
  FROM   unsent_budget_reports AS r
  JOIN   asked AS q ON r.budget_year = q.budget_year AND r.quarter <= q.quarter
  GROUP  BY r.organization
), sums AS (
  SELECT s.organization AS organization, s.category AS category, s.budget_year AS budget_year,
         sum(s.carried_in) AS carried_in, sum(s.initial) AS initial, sum(s.adjusted) AS adjusted,
         sum(s.paid) AS paid, sum(s.advances) AS advances
  FROM   signed AS s
  GROUP  BY s.organization, s.category, s.budget_year
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
LEFT   JOIN organization_names AS o ON o.code = s.organization AND o.first_day <= make_date(s.budget_year, 12, 31)
                                   AND (o.last_day IS NULL OR o.last_day >= make_date(s.budget_year, 12, 31))
LEFT   JOIN unsent AS u ON u.organization = s.organization
ORDER  BY body, s.organization, s.category
