/*
title       = "Dự toán ngân sách nhà nước của từng đơn vị: từ số giao đến số còn lại"
description = "Đồng, không theo bộ lọc. Còn lại = được sử dụng − thanh toán − tạm ứng − chuyển nguồn − hủy; đơn vị chi vượt trước, sau đó đơn vị còn lại nhiều nhất. Ô trống: báo cáo đến hạn chưa gửi, chưa có khoản chi nào."
period      = "budget_year"
totals      = ["initial", "supplement", "adjustment", "carried_in", "available", "paid", "advances", "carried_out", "cancelled", "left_over"]
labels      = { body = "Đơn vị", budget_year = "Năm", initial = "Giao đầu năm", supplement = "Bổ sung", adjustment = "Điều chỉnh", carried_in = "Năm trước chuyển sang", available = "Được sử dụng", paid = "Đã thanh toán", advances = "Tạm ứng chưa thu hồi", carried_out = "Chuyển nguồn, không kể tạm ứng", cancelled = "Hủy dự toán", left_over = "Còn lại sau khi chuyển nguồn, hủy", unsent = "Báo cáo kinh phí chưa gửi" }
*/
WITH unsent AS (
  SELECT r.budget_year AS budget_year, r.organization AS organization, count(*) AS reports
  FROM   unsent_budget_reports AS r
  GROUP  BY r.budget_year, r.organization
), known AS (
  -- what a body has not reported is not nothing: neither what it has spent nor what it has left is known
  SELECT b.budget_year AS budget_year, b.organization AS organization, b.paid AS paid, b.advances AS advances, b.left_over AS left_over
  FROM   budget_years AS b
  LEFT   JOIN unsent AS u ON u.budget_year = b.budget_year AND u.organization = b.organization
  WHERE  u.reports IS NULL OR b.paid <> 0 OR b.advances <> 0
)
SELECT coalesce(o.name, b.organization) AS body,
       b.budget_year AS budget_year,
       b.initial     AS initial,
       b.supplement  AS supplement,
       b.adjustment  AS adjustment,
       b.carried_in  AS carried_in,
       b.available   AS available,
       k.paid        AS paid,
       k.advances    AS advances,
       b.carried_out AS carried_out,
       b.cancelled   AS cancelled,
       k.left_over   AS left_over,
       u.reports     AS unsent,
       'NS02'        AS kpi,
       b.organization AS organization
FROM   budget_years AS b
LEFT   JOIN known AS k ON k.budget_year = b.budget_year AND k.organization = b.organization
LEFT   JOIN unsent AS u ON u.budget_year = b.budget_year AND u.organization = b.organization
LEFT   JOIN organization_names AS o ON o.code = b.organization AND o.first_day <= make_date(b.budget_year, 12, 31)
                                   AND (o.last_day IS NULL OR o.last_day >= make_date(b.budget_year, 12, 31))
-- who spent more than allotted first, then who has most left; of whom that is not known last
ORDER  BY b.budget_year DESC, CASE WHEN k.left_over < 0 THEN 0 ELSE 1 END, k.left_over DESC, body, b.organization
