/*
title       = "Nội dung cần xem xét đến ngày chốt số liệu"
description = "Chi vượt dự toán, chưa chi đến hết quý III, tạm ứng quá hạn thu hồi, bổ sung sau ngày 30/9 và số thanh toán chênh với Kho bạc Nhà nước. Tính đến ngày dữ liệu, không theo kỳ và bộ lọc đang chọn."
labels      = { flag = "Nội dung", budget_year = "Năm", body = "Đơn vị", on_day = "Ngày", amount = "Số tiền (đồng)", entry_id = "Bút toán, tạm ứng" }
*/
WITH ends AS (
  SELECT max(s.last_day) AS last_day
  FROM   slots AS s
), entries AS (
  SELECT v.budget_year AS budget_year, v.organization AS organization, v.posted_on AS posted_on,
         CASE WHEN v.kind IN ('initial', 'supplement', 'adjustment', 'carried_in') THEN v.amount ELSE 0 END AS available,
         CASE WHEN v.kind IN ('payment', 'advance') THEN v.amount WHEN v.kind = 'recovery' AND a.advance_id IS NOT NULL THEN -v.amount ELSE 0 END AS spent,
         CASE WHEN v.kind IN ('payment', 'advance') AND v.posted_on <= make_date(v.budget_year, 9, 30) THEN 1 ELSE 0 END AS early,
         CASE WHEN v.kind IN ('initial', 'supplement', 'adjustment', 'carried_in') AND v.posted_on <= make_date(v.budget_year, 9, 30) THEN v.amount ELSE 0 END AS usable
  FROM   vouchers AS v
  LEFT   JOIN vouchers AS a ON a.advance_id = v.advance_id AND a.kind = 'advance' AND a.budget_year = v.budget_year
  WHERE  v.source = 'state'
), sums AS (
  SELECT e.budget_year AS budget_year, e.organization AS organization, max(e.posted_on) AS posted_on,
         sum(e.available) AS available, sum(e.spent) AS spent, sum(e.early) AS early, sum(e.usable) AS usable
  FROM   entries AS e
  GROUP  BY e.budget_year, e.organization
), booked AS (
  SELECT t.organization AS organization, t.budget_year AS budget_year, t.as_of AS as_of, t.paid AS confirmed, coalesce(sum(v.amount), 0) AS booked
  FROM   treasury_statements AS t
  LEFT   JOIN vouchers AS v ON v.organization = t.organization AND v.budget_year = t.budget_year
                           AND v.kind = 'payment' AND v.source = 'state' AND v.posted_on <= t.as_of
  GROUP  BY t.organization, t.budget_year, t.as_of, t.paid
), flags AS (
  SELECT 'Chi vượt dự toán' AS flag, s.budget_year AS budget_year, s.organization AS organization, s.posted_on AS on_day,
         s.spent - s.available AS amount, CAST(NULL AS VARCHAR) AS entry_id
  FROM   sums AS s
  WHERE  s.spent > s.available
  UNION ALL
  SELECT 'Chưa chi đến hết quý III', s.budget_year, s.organization, make_date(s.budget_year, 9, 30), s.usable, NULL
  FROM   sums AS s
  CROSS  JOIN ends AS e
  WHERE  s.early = 0 AND s.usable > 0 AND e.last_day >= make_date(s.budget_year, 9, 30)
  UNION ALL
  SELECT 'Tạm ứng quá hạn thu hồi', b.budget_year, b.organization, b.due_on, b.outstanding, b.advance_id
  FROM   advance_balances AS b
  JOIN   ends AS e ON e.last_day = b.last_day
  WHERE  b.due_on < b.last_day AND b.outstanding > 0
  UNION ALL
  SELECT 'Bổ sung dự toán sau ngày 30/9', v.budget_year, v.organization, v.posted_on, v.amount, v.entry_id
  FROM   vouchers AS v
  WHERE  v.source = 'state' AND v.kind = 'supplement' AND v.posted_on > make_date(v.budget_year, 9, 30)
  UNION ALL
  SELECT 'Chênh lệch với Kho bạc Nhà nước', b.budget_year, b.organization, b.as_of, b.confirmed - b.booked, NULL
  FROM   booked AS b
  WHERE  b.confirmed <> b.booked
)
SELECT f.flag        AS flag,
       f.budget_year AS budget_year,
       o.name        AS body,
       f.on_day      AS on_day,
       f.amount      AS amount,
       f.entry_id    AS entry_id
FROM   flags AS f
LEFT   JOIN organizations AS o ON o.code = f.organization AND o.valid_from <= f.on_day AND (o.valid_to IS NULL OR o.valid_to >= f.on_day)
ORDER  BY f.budget_year DESC, f.flag, f.on_day DESC, body, f.entry_id
