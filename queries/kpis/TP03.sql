/*
title       = "Tỷ lệ thu tiền phạt, lũy kế từ đầu kế hoạch"
definition  = "Tỷ lệ số tiền phạt đã nộp của các quyết định đã đến hạn nộp trên tổng số tiền phạt của các quyết định đó, lũy kế từ ngày bắt đầu kế hoạch. Quyết định đến hạn nộp trước ngày bắt đầu kế hoạch, quyết định đã bị hủy bỏ không tính ở cả tử số và mẫu số."
unit        = "percent"
better      = "higher"
reports     = ["case_report"]
key         = ["decision_id", "payment_id"]
numerator   = { paid = "running" }
denominator = { due = "running" }
labels      = { paid = "tiền phạt đã nộp", due = "tiền phạt đã đến hạn nộp" }
units       = { paid = "money", due = "money" }
since       = 2023-05-08
*/
WITH due_decisions AS (
  SELECT d.decision_id AS decision_id, d.organization AS organization, k.force AS force, k.area AS area, k.channel AS channel,
         d.fine AS fine, d.pay_by AS pay_by
  FROM   decisions AS d
  JOIN   ecommerce_cases AS k ON k.case_id = d.case_id
  JOIN   calendar AS c ON c.day = d.pay_by AND c.in_plan
  WHERE  d.annulled_on IS NULL
)
SELECT d.pay_by              AS day,
       CAST(NULL AS DECIMAL(18, 0)) AS paid,
       d.fine                AS due,
       d.organization        AS organization,
       d.force               AS force,
       d.area                AS area,
       d.channel             AS channel,
       d.decision_id         AS decision_id,
       CAST(NULL AS VARCHAR) AS payment_id,
       d.pay_by              AS pay_by,
       CAST(NULL AS DATE)    AS paid_on
FROM   due_decisions AS d
UNION ALL
-- a payment counts once it is made and its decision is due, so that both columns speak of the same decisions
SELECT greatest(p.paid_on, d.pay_by) AS day, p.amount, NULL, d.organization, d.force, d.area, d.channel, d.decision_id, p.payment_id, d.pay_by, p.paid_on
FROM   payments AS p
JOIN   due_decisions AS d ON d.decision_id = p.decision_id
WHERE  p.kind = 'fine'
