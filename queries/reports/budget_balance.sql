/*
title       = "Cân đối dự toán ngân sách nhà nước trong năm"
description = "Không theo bộ lọc; chưa gồm báo cáo chưa gửi. Dòng 2a là phần ngân sách nhà nước trong số đã thanh toán của ba nguồn. Số âm là chi vượt. Sau 31/01 năm sau, dòng 6 của từng đơn vị phải bằng 0."
period      = "budget_year"
labels      = { line = "Nội dung", amount = "Số tiền (đồng)", budget_year = "Năm" }
*/
WITH years AS (
  SELECT b.budget_year AS budget_year,
         sum(b.initial) AS initial, sum(b.supplement) AS supplement, sum(b.adjustment) AS adjustment, sum(b.carried_in) AS carried_in,
         sum(b.available) AS available, sum(b.paid) AS paid, sum(b.advances) AS advances,
         sum(b.carried_out) AS carried_out, sum(b.cancelled) AS cancelled, sum(b.left_over) AS left_over,
         sum(CASE WHEN b.left_over > 0 THEN b.left_over ELSE 0 END) AS unspent,
         sum(CASE WHEN b.left_over < 0 THEN b.left_over ELSE 0 END) AS overspent
  FROM   budget_years AS b
  GROUP  BY b.budget_year
), items AS (
  SELECT 10 AS place, '1. Dự toán được sử dụng (a + b + c + d)' AS line, y.available AS amount, y.budget_year AS budget_year, 'NS01' AS kpi FROM years AS y
  UNION ALL SELECT 11, 'a) Giao đầu năm', y.initial, y.budget_year, 'NS01' FROM years AS y
  UNION ALL SELECT 12, 'b) Bổ sung trong năm', y.supplement, y.budget_year, 'NS01' FROM years AS y
  UNION ALL SELECT 13, 'c) Điều chỉnh', y.adjustment, y.budget_year, 'NS01' FROM years AS y
  UNION ALL SELECT 14, 'd) Năm trước chuyển sang', y.carried_in, y.budget_year, 'NS01' FROM years AS y
  UNION ALL SELECT 20, '2. Đã giải ngân (a + b)', y.paid + y.advances, y.budget_year, 'NS02' FROM years AS y
  UNION ALL SELECT 21, 'a) Đã thanh toán', y.paid, y.budget_year, 'NS02' FROM years AS y
  UNION ALL SELECT 22, 'b) Tạm ứng chưa thu hồi', y.advances, y.budget_year, 'NS03' FROM years AS y
  UNION ALL SELECT 30, '3. Còn lại, chưa trừ chuyển nguồn, hủy dự toán (1 − 2)', y.available - y.paid - y.advances, y.budget_year, 'NS02' FROM years AS y
  UNION ALL SELECT 40, '4. Chuyển nguồn, không kể tạm ứng', y.carried_out, y.budget_year, 'NS04.carried_out' FROM years AS y
  UNION ALL SELECT 50, '5. Hủy dự toán', y.cancelled, y.budget_year, 'NS04.cancelled' FROM years AS y
  UNION ALL SELECT 60, '6. Còn lại sau khi chuyển nguồn, hủy dự toán (3 − 4 − 5)', y.left_over, y.budget_year, 'NS04.left' FROM years AS y
  -- what some have left and what others spent beyond theirs cancel each other out in the sum
  UNION ALL SELECT 61, 'a) Các đơn vị còn dự toán', y.unspent, y.budget_year, 'NS04.left' FROM years AS y
  UNION ALL SELECT 62, 'b) Các đơn vị chi vượt', y.overspent, y.budget_year, 'NS02' FROM years AS y
)
SELECT i.line AS line, i.amount AS amount, i.budget_year AS budget_year, i.kpi AS kpi
FROM   items AS i
ORDER  BY i.budget_year DESC, i.place
