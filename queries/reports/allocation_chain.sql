/*
title       = "Từ dự toán đến số còn lại, đến ngày chốt số liệu"
description = "Ngân sách nhà nước, theo năm ngân sách và đơn vị, đồng. Còn lại là dự toán được sử dụng trừ đã thanh toán và tạm ứng chưa thu hồi. Tính đến ngày dữ liệu, không theo kỳ và bộ lọc đang chọn."
labels      = { budget_year = "Năm", body = "Đơn vị", initial = "Giao đầu năm", supplement = "Bổ sung", adjustment = "Điều chỉnh", carried_in = "Năm trước chuyển sang", available = "Được sử dụng", paid = "Đã thanh toán", advances = "Tạm ứng chưa thu hồi", unspent = "Còn lại" }
*/
WITH entries AS (
  SELECT v.budget_year  AS budget_year,
         v.organization AS organization,
         v.day          AS day,
         CASE WHEN v.kind = 'initial' THEN v.amount ELSE 0 END    AS initial,
         CASE WHEN v.kind = 'supplement' THEN v.amount ELSE 0 END AS supplement,
         CASE WHEN v.kind = 'adjustment' THEN v.amount ELSE 0 END AS adjustment,
         CASE WHEN v.kind = 'carried_in' THEN v.amount ELSE 0 END AS carried_in,
         CASE WHEN v.kind = 'payment' THEN v.amount ELSE 0 END    AS paid,
         -- a recovery in the next year takes back that year's carried money
         CASE WHEN v.kind = 'advance' THEN v.amount WHEN v.kind = 'recovery' AND a.advance_id IS NOT NULL THEN -v.amount ELSE 0 END AS advances
  FROM   vouchers AS v
  LEFT   JOIN vouchers AS a ON a.advance_id = v.advance_id AND a.kind = 'advance' AND a.budget_year = v.budget_year
  WHERE  v.source = 'state'
), sums AS (
  SELECT e.budget_year AS budget_year, e.organization AS organization, max(e.day) AS day, sum(e.initial) AS initial, sum(e.supplement) AS supplement,
         sum(e.adjustment) AS adjustment, sum(e.carried_in) AS carried_in, sum(e.paid) AS paid, sum(e.advances) AS advances
  FROM   entries AS e
  GROUP  BY e.budget_year, e.organization
)
SELECT s.budget_year AS budget_year,
       o.name        AS body,
       s.initial     AS initial,
       s.supplement  AS supplement,
       s.adjustment  AS adjustment,
       s.carried_in  AS carried_in,
       s.initial + s.supplement + s.adjustment + s.carried_in AS available,
       s.paid        AS paid,
       s.advances    AS advances,
       s.initial + s.supplement + s.adjustment + s.carried_in - s.paid - s.advances AS unspent
FROM   sums AS s
LEFT   JOIN organizations AS o ON o.code = s.organization AND o.valid_from <= s.day AND (o.valid_to IS NULL OR o.valid_to >= s.day)
WHERE  s.initial <> 0 OR s.supplement <> 0 OR s.adjustment <> 0 OR s.carried_in <> 0 OR s.paid <> 0 OR s.advances <> 0
ORDER  BY s.budget_year DESC, body, s.organization
