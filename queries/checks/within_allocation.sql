/*
title       = "Chi và tạm ứng không vượt dự toán của đơn vị"
description = "Liệt kê các đơn vị có tổng đã thanh toán và tạm ứng chưa thu hồi bằng ngân sách nhà nước lớn hơn dự toán được sử dụng trong năm."
period      = "budget_year"
told        = "{rows} đơn vị chi vượt dự toán {sum:excess} đồng: {organization} (năm ngân sách {budget_year}, bút toán {entry_id})."
labels      = { budget_year = "Năm ngân sách", organization = "Đơn vị sử dụng", available = "Dự toán được sử dụng (đồng)", spent = "Đã thanh toán và tạm ứng (đồng)", excess = "Vượt (đồng)", entry_id = "Bút toán làm vượt" }
*/
WITH spendings AS (
  -- what a body's spending had come to with each voucher
  SELECT v.budget_year AS budget_year, v.organization AS organization, v.entry_id AS entry_id, v.amount AS amount,
         sum(v.amount) OVER (PARTITION BY v.budget_year, v.organization ORDER BY v.posted_on, v.entry_id
                             ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS so_far
  FROM   vouchers AS v
  WHERE  v.source = 'state'
  AND    v.kind IN ('payment', 'advance')
), beyond AS (
  -- the voucher with which it went beyond the allocation
  SELECT p.budget_year AS budget_year, p.organization AS organization, p.entry_id AS entry_id
  FROM   spendings AS p
  JOIN   budget_years AS b ON b.budget_year = p.budget_year AND b.organization = p.organization
  WHERE  p.so_far > b.available
  AND    p.so_far - p.amount <= b.available
)
SELECT b.budget_year, b.organization, y.entry_id, b.available, b.paid + b.advances AS spent, b.paid + b.advances - b.available AS excess
FROM   budget_years AS b
LEFT   JOIN beyond AS y ON y.budget_year = b.budget_year AND y.organization = b.organization
WHERE  b.paid + b.advances > b.available
ORDER  BY b.budget_year, b.organization
