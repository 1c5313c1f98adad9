/*
title       = "Cân đối dự toán trong năm"
description = "Ngân sách nhà nước, không theo bộ lọc; chưa gồm báo cáo chưa gửi. Hết thời gian chỉnh lý (31/01 năm sau), từng đơn vị phải còn lại bằng 0; số âm là chi vượt."
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
  SELECT 1 AS place, '1. Giao đầu năm' AS line, y.initial AS amount, y.budget_year AS budget_year FROM years AS y
  UNION ALL SELECT 2, '2. Bổ sung trong năm', y.supplement, y.budget_year FROM years AS y
  UNION ALL SELECT 3, '3. Điều chỉnh', y.adjustment, y.budget_year FROM years AS y
  UNION ALL SELECT 4, '4. Năm trước chuyển sang', y.carried_in, y.budget_year FROM years AS y
  UNION ALL SELECT 5, '5. Được sử dụng (1 + 2 + 3 + 4)', y.available, y.budget_year FROM years AS y
  UNION ALL SELECT 6, '6. Đã thanh toán', y.paid, y.budget_year FROM years AS y
  UNION ALL SELECT 7, '7. Tạm ứng chưa thu hồi', y.advances, y.budget_year FROM years AS y
  UNION ALL SELECT 8, '8. Đã chi (6 + 7)', y.paid + y.advances, y.budget_year FROM years AS y
  UNION ALL SELECT 9, '9. Chuyển nguồn, không kể tạm ứng', y.carried_out, y.budget_year FROM years AS y
  UNION ALL SELECT 10, '10. Hủy dự toán', y.cancelled, y.budget_year FROM years AS y
  UNION ALL SELECT 11, '11. Còn lại (5 − 8 − 9 − 10)', y.left_over, y.budget_year FROM years AS y
  -- what some have left and what others spent beyond theirs cancel each other out in the sum
  UNION ALL SELECT 12, 'a) Đơn vị còn dự toán', y.unspent, y.budget_year FROM years AS y
  UNION ALL SELECT 13, 'b) Đơn vị chi vượt', y.overspent, y.budget_year FROM years AS y
)
SELECT i.line AS line, i.amount AS amount, i.budget_year AS budget_year
FROM   items AS i
ORDER  BY i.budget_year DESC, i.place
