/*
title       = "Dự toán năm bằng tổng đã thanh toán, chuyển nguồn và hủy"
description = "Hết thời gian chỉnh lý quyết toán, tổng dự toán ngân sách nhà nước được sử dụng trong năm phải bằng tổng đã thanh toán, chuyển nguồn sang năm sau và hủy dự toán. Năm chưa hết thời gian chỉnh lý thì không đối chiếu."
period      = "budget_year"
labels      = { budget_year = "Năm ngân sách", available = "Dự toán được sử dụng (đồng)", paid = "Đã thanh toán (đồng)", carried_out = "Chuyển nguồn (đồng)", cancelled = "Hủy dự toán (đồng)" }
*/
WITH sums AS (
  SELECT v.budget_year AS budget_year,
         sum(CASE WHEN v.kind IN ('initial', 'supplement', 'adjustment', 'carried_in') THEN v.amount ELSE 0 END) AS available,
         sum(CASE WHEN v.kind = 'payment' THEN v.amount ELSE 0 END)     AS paid,
         sum(CASE WHEN v.kind = 'carried_out' THEN v.amount ELSE 0 END) AS carried_out,
         sum(CASE WHEN v.kind = 'cancelled' THEN v.amount ELSE 0 END)   AS cancelled
  FROM   vouchers AS v
  WHERE  v.source = 'state'
  GROUP  BY v.budget_year
)
SELECT t.budget_year, t.available, t.paid, t.carried_out, t.cancelled
FROM   sums AS t
-- what is carried over is booked in the February after the year
JOIN   slots AS s ON s.first_day = make_date(t.budget_year + 1, 2, 15)
WHERE  t.available <> t.paid + t.carried_out + t.cancelled
ORDER  BY t.budget_year
