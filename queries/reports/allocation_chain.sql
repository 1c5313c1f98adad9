/*
title       = "Từ dự toán đến số còn lại của từng đơn vị"
description = "Ngân sách nhà nước, theo năm ngân sách và đơn vị, đồng: được sử dụng = đã thanh toán + tạm ứng chưa thu hồi + chuyển nguồn + hủy dự toán + còn lại. Đơn vị kết thúc hoạt động trong năm chuyển phần còn lại cho đơn vị kế thừa bằng điều chỉnh. Tính đến ngày cập nhật số liệu, không theo kỳ và bộ lọc đang chọn."
labels      = { budget_year = "Năm", body = "Đơn vị", initial = "Giao đầu năm", supplement = "Bổ sung", adjustment = "Điều chỉnh", carried_in = "Năm trước chuyển sang", available = "Được sử dụng", paid = "Đã thanh toán", advances = "Tạm ứng chưa thu hồi", carried_out = "Chuyển nguồn, không kể tạm ứng", cancelled = "Hủy dự toán", left_over = "Còn lại" }
*/
WITH names AS (
  -- the last life that the body's code had by the end of the year: some end before their books do
  SELECT b.budget_year AS budget_year, b.organization AS organization, max(o.valid_from) AS valid_from
  FROM   budget_years AS b
  JOIN   organizations AS o ON o.code = b.organization AND o.valid_from <= make_date(b.budget_year, 12, 31)
  GROUP  BY b.budget_year, b.organization
)
SELECT b.budget_year AS budget_year,
       coalesce(o.name, b.organization) AS body,
       b.initial     AS initial,
       b.supplement  AS supplement,
       b.adjustment  AS adjustment,
       b.carried_in  AS carried_in,
       b.available   AS available,
       b.paid        AS paid,
       b.advances    AS advances,
       b.carried_out AS carried_out,
       b.cancelled   AS cancelled,
       b.left_over   AS left_over
FROM   budget_years AS b
LEFT   JOIN names AS n ON n.budget_year = b.budget_year AND n.organization = b.organization
LEFT   JOIN organizations AS o ON o.code = n.organization AND o.valid_from = n.valid_from
ORDER  BY b.budget_year DESC, body, b.organization
