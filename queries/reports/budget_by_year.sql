/*
title       = "Cân đối dự toán các năm"
description = "Ngân sách nhà nước, đồng: được sử dụng = đã thanh toán + tạm ứng chưa thu hồi + chuyển nguồn + hủy dự toán + còn lại. Tạm ứng được chuyển nguồn sang năm sau chỉ ghi ở cột tạm ứng. Hết thời gian chỉnh lý quyết toán (31/01 năm sau), còn lại phải bằng 0. Số đã chi chưa gồm phần của báo cáo kinh phí đến hạn chưa gửi (xem bảng theo đơn vị). Tính đến ngày cập nhật số liệu, không theo kỳ và bộ lọc đang chọn."
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
