/*
title       = "Nội dung cần xem xét"
description = "Không theo bộ lọc. Số tiền luôn ghi số dương; cuối mỗi dòng ghi rõ đó là số gì."
period      = "budget_year"
labels      = { flag = "Nội dung", body = "Đơn vị", amount = "Số tiền (đồng)", entry_id = "Bút toán", budget_year = "Năm", on_day = "Ngày", meaning = "Số tiền là" }
*/
WITH ends AS (
  SELECT max(s.last_day) AS last_day
  FROM   slots AS s
), thirds AS (
  -- the first three quarters of each budget year
  SELECT v.budget_year AS budget_year, v.organization AS organization, make_date(v.budget_year, 9, 30) AS on_day,
         sum(CASE WHEN v.kind IN ('payment', 'advance') THEN 1 ELSE 0 END) AS spendings,
         sum(CASE WHEN v.kind IN ('initial', 'supplement', 'adjustment', 'carried_in') THEN v.amount ELSE 0 END) AS available
  FROM   vouchers AS v
  WHERE  v.source = 'state'
  AND    v.posted_on <= make_date(v.budget_year, 9, 30)
  GROUP  BY v.budget_year, v.organization
), unsent AS (
  -- of whom it is not known whether they have spent
  SELECT r.budget_year AS budget_year, r.organization AS organization, count(*) AS reports
  FROM   unsent_budget_reports AS r
  WHERE  r.quarter <= 3
  GROUP  BY r.budget_year, r.organization
), silent AS (
  -- of whom it is not known what they have left
  SELECT r.budget_year AS budget_year, r.organization AS organization, count(*) AS reports
  FROM   unsent_budget_reports AS r
  GROUP  BY r.budget_year, r.organization
), booked AS (
  SELECT t.organization AS organization, t.budget_year AS budget_year, t.as_of AS as_of, t.paid AS confirmed, coalesce(sum(v.amount), 0) AS booked
  FROM   treasury_statements AS t
  JOIN   ends AS e ON t.as_of <= e.last_day
  LEFT   JOIN vouchers AS v ON v.organization = t.organization AND v.budget_year = t.budget_year
                           AND v.kind = 'payment' AND v.source = 'state' AND v.posted_on <= t.as_of
  GROUP  BY t.organization, t.budget_year, t.as_of, t.paid
), flags AS (
  SELECT 'Chi vượt dự toán' AS flag, b.budget_year AS budget_year, b.organization AS organization,
         coalesce(y.posted_on, b.posted_on) AS on_day,
         b.paid + b.advances - b.available AS amount, 'số chi vượt' AS meaning, y.entry_id AS entry_id
  FROM   budget_years AS b
  LEFT   JOIN vouchers_beyond AS y ON y.budget_year = b.budget_year AND y.organization = b.organization
  WHERE  b.paid + b.advances > b.available
  UNION ALL
  -- once the year is settled a body has nothing left: what one has beyond that hides in the sum what another overspent
  SELECT 'Còn dự toán sau khi chuyển nguồn, hủy', b.budget_year, b.organization, make_date(b.budget_year + 1, 1, 31),
         b.left_over, 'số còn lại chưa chuyển nguồn, chưa hủy', NULL
  FROM   budget_years AS b
  LEFT   JOIN silent AS s ON s.budget_year = b.budget_year AND s.organization = b.organization
  CROSS  JOIN ends AS e
  WHERE  b.left_over > 0 AND s.reports IS NULL AND e.last_day >= make_date(b.budget_year + 1, 1, 31)
  UNION ALL
  SELECT CASE WHEN u.reports > 0 THEN 'Chưa có số liệu chi đến hết quý III' ELSE 'Chưa chi đến hết quý III' END, t.budget_year, t.organization, t.on_day,
         t.available, CASE WHEN u.reports > 0 THEN 'dự toán, chưa gửi đủ báo cáo chi' ELSE 'dự toán chưa chi' END, NULL
  FROM   thirds AS t
  LEFT   JOIN unsent AS u ON u.budget_year = t.budget_year AND u.organization = t.organization
  CROSS  JOIN ends AS e
  WHERE  t.spendings = 0 AND t.available > 0 AND e.last_day >= t.on_day
  UNION ALL
  SELECT 'Tạm ứng quá hạn thu hồi', b.budget_year, b.organization, b.due_on, b.outstanding, 'số còn phải thu hồi', b.entry_id
  FROM   advance_balances AS b
  JOIN   ends AS e ON e.last_day = b.last_day
  WHERE  b.source = 'state' AND b.due_on < b.last_day AND b.outstanding > 0
  UNION ALL
  SELECT 'Bổ sung dự toán sau ngày 30/9', v.budget_year, v.organization, v.posted_on, v.amount, 'số bổ sung', v.entry_id
  FROM   vouchers AS v
  WHERE  v.source = 'state' AND v.kind = 'supplement' AND v.posted_on > make_date(v.budget_year, 9, 30)
  UNION ALL
  SELECT 'Chênh lệch với Kho bạc Nhà nước', b.budget_year, b.organization, b.as_of, abs(b.confirmed - b.booked),
         CASE WHEN b.confirmed > b.booked THEN 'Kho bạc ghi nhiều hơn đơn vị' ELSE 'Kho bạc ghi ít hơn đơn vị' END, NULL
  FROM   booked AS b
  WHERE  b.confirmed <> b.booked
)
SELECT f.flag        AS flag,
       coalesce(o.name, f.organization) AS body,
       f.amount      AS amount,
       f.entry_id    AS entry_id,
       f.budget_year AS budget_year,
       f.on_day      AS on_day,
       f.meaning     AS meaning,
       'NS02'        AS kpi,
       f.organization AS organization
FROM   flags AS f
LEFT   JOIN organization_names AS o ON o.code = f.organization AND o.first_day <= f.on_day
                                   AND (o.last_day IS NULL OR o.last_day >= f.on_day)
-- money that was not there, and money that nobody disposed of, come before all that is only late
ORDER  BY f.budget_year DESC, CASE f.flag WHEN 'Chi vượt dự toán' THEN 0 WHEN 'Còn dự toán sau khi chuyển nguồn, hủy' THEN 1 ELSE 2 END, f.flag, f.on_day DESC, body, f.entry_id
