/*
title       = "Chi và tạm ứng không vượt dự toán của đơn vị"
description = "Liệt kê các đơn vị có tổng đã thanh toán và tạm ứng chưa thu hồi bằng ngân sách nhà nước lớn hơn dự toán được sử dụng trong năm."
labels      = { budget_year = "Năm ngân sách", organization = "Đơn vị sử dụng", available = "Dự toán được sử dụng (đồng)", spent = "Đã thanh toán và tạm ứng (đồng)" }
*/
WITH sums AS (
  SELECT v.budget_year  AS budget_year,
         v.organization AS organization,
         sum(CASE WHEN v.kind IN ('initial', 'supplement', 'adjustment', 'carried_in') THEN v.amount ELSE 0 END) AS available,
         sum(CASE WHEN v.kind IN ('payment', 'advance') THEN v.amount WHEN v.kind = 'recovery' AND a.advance_id IS NOT NULL THEN -v.amount ELSE 0 END) AS spent
  FROM   vouchers AS v
  -- a recovery in the next year takes back that year's carried money, not new spending
  LEFT   JOIN vouchers AS a ON a.advance_id = v.advance_id AND a.kind = 'advance' AND a.budget_year = v.budget_year
  WHERE  v.source = 'state'
  GROUP  BY v.budget_year, v.organization
)
SELECT t.budget_year, t.organization, t.available, t.spent
FROM   sums AS t
WHERE  t.spent > t.available
ORDER  BY t.budget_year, t.organization
