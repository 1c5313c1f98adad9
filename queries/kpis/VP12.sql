/*
title       = "Tỷ lệ người bán bị xử phạt lại trong 12 tháng"
definition  = "Tỷ lệ số tổ chức, cá nhân bị xử phạt trong kỳ đã có quyết định xử phạt ở vụ khác trong 12 tháng trước đó trên tổng số tổ chức, cá nhân bị xử phạt trong thương mại điện tử trong kỳ. Mỗi người bán tính một lần; quyết định đã bị hủy bỏ không tính."
unit        = "percent"
better      = "lower"
reports     = ["case_report"]
key         = "decision_id"
numerator   = { again = { over = "sum", as = "distinct" } }
denominator = { sanctioned = { over = "sum", as = "distinct" } }
labels      = { again = "người bán bị xử phạt lại", sanctioned = "người bán bị xử phạt", sanctioned_before_on = "Ngày bị xử phạt lần trước" }
units       = { again = "seller", sanctioned = "seller" }
since       = 2023-08-15
*/
WITH valid_decisions AS (
  SELECT d.decision_id AS decision_id, d.case_id AS case_id, d.business_id AS business_id, d.decided_on AS decided_on,
         k.organization AS organization, k.force AS force, k.area AS area, k.channel AS channel
  FROM   decisions AS d
  JOIN   ecommerce_cases AS k ON k.case_id = d.case_id
  WHERE  d.annulled_on IS NULL
  AND    d.business_id IS NOT NULL
), earlier AS (
  SELECT d.decision_id AS decision_id, max(e.decided_on) AS sanctioned_before_on
  FROM   valid_decisions AS d
  JOIN   valid_decisions AS e ON e.business_id = d.business_id AND e.case_id <> d.case_id
                             AND e.decided_on < d.decided_on
                             AND e.decided_on >= CAST(d.decided_on - INTERVAL '12' MONTH AS DATE)
  GROUP  BY d.decision_id
)
SELECT d.decided_on   AS day,
       CASE WHEN e.sanctioned_before_on IS NOT NULL THEN d.business_id END AS again,
       d.business_id  AS sanctioned,
       d.organization AS organization,
       d.force        AS force,
       d.area         AS area,
       d.channel      AS channel,
       d.decision_id  AS decision_id,
       d.business_id  AS business_id,
       e.sanctioned_before_on AS sanctioned_before_on
FROM   valid_decisions AS d
LEFT   JOIN earlier AS e ON e.decision_id = d.decision_id
