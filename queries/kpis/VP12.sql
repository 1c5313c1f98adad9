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
         k.organization AS organization, k.force AS force, k.area AS area, k.channel AS channel,
         -- the seller's last day of decisions before this one, where any of them is of another case
         CASE WHEN min(d.case_id) OVER day_before <> d.case_id OR max(d.case_id) OVER day_before <> d.case_id
              THEN max(d.decided_on) OVER day_before END AS before_on
  FROM   decisions AS d
  JOIN   ecommerce_cases AS k ON k.case_id = d.case_id
  WHERE  d.annulled_on IS NULL
  AND    d.business_id IS NOT NULL
  WINDOW day_before AS (PARTITION BY d.business_id ORDER BY d.decided_on GROUPS BETWEEN 1 PRECEDING AND 1 PRECEDING)
), earlier AS (
  SELECT v.decision_id AS decision_id, v.business_id AS business_id, v.decided_on AS decided_on,
         v.organization AS organization, v.force AS force, v.area AS area, v.channel AS channel,
         -- where all of them are of this case: the day that they came after, since no other case lies between
         coalesce(v.before_on, max(v.before_on) OVER (PARTITION BY v.business_id ORDER BY v.decided_on
                                                      GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) AS before_on
  FROM   valid_decisions AS v
), days AS (
  SELECT DISTINCT v.business_id AS business_id, v.decided_on AS decided_on
  FROM   valid_decisions AS v
)
SELECT e.decided_on   AS day,
       CASE WHEN b.decided_on IS NOT NULL THEN e.business_id END AS again,
       e.business_id  AS sanctioned,
       e.organization AS organization,
       e.force        AS force,
       e.area         AS area,
       e.channel      AS channel,
       e.decision_id  AS decision_id,
       e.business_id  AS business_id,
       b.decided_on   AS sanctioned_before_on
FROM   earlier AS e
-- joined, so that the day is no more personal than any day of a decision
LEFT   JOIN days AS b ON b.business_id = e.business_id AND b.decided_on = e.before_on
                     AND b.decided_on >= CAST(e.decided_on - INTERVAL '12' MONTH AS DATE)
