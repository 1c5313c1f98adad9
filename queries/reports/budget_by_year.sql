/*
title       = "Cân đối dự toán các năm"
description = "Ngân sách nhà nước, đồng, đến ngày cập nhật số liệu, không theo kỳ và bộ lọc. Còn lại = được sử dụng − đã thanh toán − tạm ứng − chuyển nguồn − hủy; hết thời gian chỉnh lý phải bằng 0."
labels      = { budget_year = "Năm", initial = "Giao đầu năm", supplement = "Bổ sung", adjustment = "Điều chỉnh", carried_in = "Năm trước chuyển sang", available = "Được sử dụng", paid = "Đã thanh toán", advances = "Tạm ứng chưa thu hồi", carried_out = "Chuyển nguồn, không kể tạm ứng", cancelled = "Hủy dự toán", left_over = "Còn lại" }
*/
SELECT b.budget_year      AS budget_year,
       sum(b.initial)     AS initial,
       sum(b.supplement)  AS supplement,
       sum(b.adjustment)  AS adjustment,
       sum(b.carried_in)  AS carried_in,
       sum(b.available)   AS available,
       sum(b.paid)        AS paid,
       sum(b.advances)    AS advances,
       sum(b.carried_out) AS carried_out,
       sum(b.cancelled)   AS cancelled,
       sum(b.left_over)   AS left_over
FROM   budget_years AS b
GROUP  BY b.budget_year
ORDER  BY b.budget_year DESC
