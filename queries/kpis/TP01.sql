/*
title      = "Tiền phạt theo quyết định xử phạt"
definition = "Tổng số tiền phạt vi phạm hành chính trong thương mại điện tử theo các quyết định ban hành trong kỳ, trừ tiền phạt của các quyết định bị hủy bỏ trong kỳ. Tiền phạt ghi riêng cho từng hành vi thì tính theo hành vi; phần không ghi riêng thuộc hành vi không rõ."
unit       = "money"
better     = "neither"
reports    = ["case_report"]
key        = ["decision_id", "line", "step"]
value      = { fined = "sum", annulled = "sum" }
labels     = { fined = "tiền phạt của quyết định ban hành trong kỳ", annulled = "tiền phạt của quyết định bị hủy bỏ trong kỳ (ghi số âm)", step = "Việc" }
since      = 2022-08-15
*/
WITH steps AS (
  SELECT d.decision_id AS decision_id, d.case_id AS case_id, 'ban hành' AS step, d.decided_on AS day,
         d.organization AS organization, d.decided_on AS decided_on, d.annulled_on AS annulled_on
  FROM   decisions AS d
  UNION ALL
  -- an annulled decision is taken back on its day, so that a report already sent keeps its number
  SELECT d.decision_id, d.case_id, 'hủy bỏ', d.annulled_on AS day, d.organization, d.decided_on, d.annulled_on
  FROM   decisions AS d
  WHERE  d.annulled_on IS NOT NULL
), itemised AS (
  SELECT v.decision_id AS decision_id, v.line AS line, v.violation AS violation, v.violation_group AS violation_group, v.fine AS fine
  FROM   violations AS v
  WHERE  v.decision_id IS NOT NULL
  AND    v.fine IS NOT NULL
), sums AS (
  SELECT i.decision_id AS decision_id, sum(i.fine) AS fine
  FROM   itemised AS i
  GROUP  BY i.decision_id
), lines AS (
  SELECT i.decision_id AS decision_id, i.line AS line, i.violation AS violation, i.violation_group AS violation_group, i.fine AS fine
  FROM   itemised AS i
  UNION ALL
  -- what a decision fines without saying for which violation
  SELECT d.decision_id, CAST(0 AS BIGINT), NULL, NULL, CAST(d.fine - coalesce(s.fine, 0) AS DECIMAL(18, 0))
  FROM   decisions AS d
  LEFT   JOIN sums AS s ON s.decision_id = d.decision_id
  WHERE  d.fine <> coalesce(s.fine, 0)
)
SELECT t.day             AS day,
       CASE WHEN t.step = 'ban hành' THEN l.fine END AS fined,
       CASE WHEN t.step = 'hủy bỏ' THEN -l.fine END AS annulled,
       t.organization    AS organization,
       k.force           AS force,
       k.area            AS area,
       k.channel         AS channel,
       l.violation_group AS violation_group,
       l.violation       AS violation,
       t.decision_id     AS decision_id,
       l.line            AS line,
       t.step            AS step,
       t.decided_on      AS decided_on,
       t.annulled_on     AS annulled_on
FROM   steps AS t
JOIN   ecommerce_cases AS k ON k.case_id = t.case_id
JOIN   lines AS l ON l.decision_id = t.decision_id
