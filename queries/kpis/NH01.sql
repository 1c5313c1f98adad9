/*
title       = "Tỷ lệ yêu cầu ngăn chặn thanh toán được thực hiện đúng hạn"
definition  = "Tỷ lệ số yêu cầu bằng văn bản về ngăn chặn thanh toán, chuyển tiền được thực hiện trong hạn trên tổng số yêu cầu đến hạn trong kỳ. Số yêu cầu tiếp nhận và số tiền của các yêu cầu được thực hiện đúng hạn ghi kèm theo."
unit        = "percent"
better      = "higher"
reports     = ["bank_report"]
key         = "request_id"
numerator   = { blocked = "sum" }
denominator = { due = "sum" }
beside      = { received = "sum", amount = "sum" }
alone       = ["received"]
labels      = { blocked = "yêu cầu được thực hiện đúng hạn", due = "yêu cầu đến hạn trong kỳ", received = "yêu cầu tiếp nhận trong kỳ", amount = "số tiền của các yêu cầu được thực hiện đúng hạn" }
units       = { blocked = "request", due = "request", received = "request", amount = "money" }
since       = 2023-05-08
*/
SELECT r.due_on             AS day,
       CASE WHEN r.done_on <= r.due_on THEN 1 END AS blocked,
       1                    AS due,
       CAST(NULL AS BIGINT) AS received,
       CASE WHEN r.done_on <= r.due_on THEN r.amount END AS amount,
       r.organization       AS organization,
       r.from_organization  AS from_organization,
       r.request_id         AS request_id,
       r.opened_on          AS opened_on,
       r.due_on             AS due_on,
       r.done_on            AS done_on
FROM   requests AS r
WHERE  r.kind = 'payment_block'
UNION ALL
SELECT r.opened_on AS day, NULL, NULL, 1, NULL, r.organization, r.from_organization, r.request_id, r.opened_on, r.due_on, r.done_on
FROM   requests AS r
WHERE  r.kind = 'payment_block'
