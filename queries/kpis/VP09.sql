/*
title      = "Số hành vi vi phạm"
definition = "Số hành vi vi phạm ghi trong biên bản lập trong kỳ của các vụ vi phạm trong thương mại điện tử. Một vụ có thể có nhiều hành vi; một hành vi bị áp dụng nhiều hình thức xử phạt tính một lần."
unit       = "behaviour"
better     = "neither"
reports    = ["case_report"]
key        = ["case_id", "violation"]
value      = { behaviours = "sum" }
labels     = { behaviours = "hành vi vi phạm" }
since      = 2022-08-15
*/
WITH behaviours AS (
  -- a behaviour counts once in a case, whatever its lines say of its group
  SELECT v.case_id AS case_id, v.violation AS violation, min(v.violation_group) AS violation_group
  FROM   violations AS v
  WHERE  v.case_id IN (SELECT k.case_id FROM ecommerce_cases AS k)
  GROUP  BY v.case_id, v.violation
)
SELECT k.record_on       AS day,
       1                 AS behaviours,
       k.organization    AS organization,
       k.force           AS force,
       k.area            AS area,
       k.channel         AS channel,
       b.violation_group AS violation_group,
       b.violation       AS violation,
       k.case_id         AS case_id
FROM   behaviours AS b
JOIN   ecommerce_cases AS k ON k.case_id = b.case_id
