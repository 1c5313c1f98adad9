/*
title      = "Số vụ vi phạm đã nộp đủ tiền phạt"
definition = "Số vụ vi phạm trong thương mại điện tử đã nộp đủ tiền phạt của tất cả các quyết định xử phạt, tính vào ngày nộp khoản cuối cùng. Quyết định đã bị hủy bỏ không tính; vụ không bị phạt tiền không có trong chỉ tiêu này."
unit       = "case"
better     = "higher"
reports    = ["case_report"]
key        = "case_id"
value      = { paid = "sum" }
labels     = { paid = "vụ đã nộp đủ tiền phạt", last_paid_on = "Ngày nộp khoản cuối cùng" }
since      = 2022-08-15
*/
WITH fined_decisions AS (
  SELECT d.decision_id AS decision_id, d.case_id AS case_id, d.fine AS fine
  FROM   decisions AS d
  WHERE  d.annulled_on IS NULL
  AND    d.fine > 0
  AND    d.case_id IN (SELECT l.case_id FROM case_lives AS l)
), paid AS (
  SELECT p.decision_id AS decision_id,
         p.paid_on     AS paid_on,
         sum(p.amount) OVER (PARTITION BY p.decision_id ORDER BY p.paid_on, p.payment_id
                             ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS paid_so_far
  FROM   payments AS p
  WHERE  p.kind = 'fine'
  AND    p.decision_id IN (SELECT d.decision_id FROM fined_decisions AS d)
), fined AS (
  SELECT d.decision_id AS decision_id, d.case_id AS case_id, d.fine AS fine, min(p.paid_on) AS completed_on
  FROM   fined_decisions AS d
  LEFT   JOIN paid AS p ON p.decision_id = d.decision_id AND p.paid_so_far >= d.fine
  GROUP  BY d.decision_id, d.case_id, d.fine
), completed AS (
  SELECT f.case_id AS case_id, max(f.completed_on) AS last_paid_on, sum(f.fine) AS fine
  FROM   fined AS f
  GROUP  BY f.case_id
  HAVING count(*) = count(f.completed_on)         -- one decision not paid in whole, and the case is not
)
SELECT c.last_paid_on AS day,
       1              AS paid,
       l.organization AS organization,
       l.force        AS force,
       l.area         AS area,
       l.channel      AS channel,
       c.case_id      AS case_id,
       l.record_on    AS record_on,
       l.decided_on   AS decided_on,
       c.last_paid_on AS last_paid_on,
       c.fine         AS fine
FROM   completed AS c
JOIN   case_lives AS l ON l.case_id = c.case_id
