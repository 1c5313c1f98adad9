/*
title       = "Tỷ lệ bộ dữ liệu được chia sẻ đúng lịch"
definition  = "Tỷ lệ số lần cung cấp bộ dữ liệu đúng lịch trên tổng số lần phải cung cấp đến hạn trong kỳ. Không cung cấp được tính là không đúng lịch."
unit        = "percent"
better      = "higher"
reports     = ["task_report"]
key         = "request_id"
numerator   = { in_time = "sum" }
denominator = { due = "sum" }
labels      = { in_time = "lần cung cấp đúng lịch", due = "lần phải cung cấp" }
units       = { in_time = "delivery", due = "delivery" }
since       = 2023-05-08
*/
SELECT r.due_on       AS day,
       CASE WHEN r.done_on <= r.due_on THEN 1 END AS in_time,
       1              AS due,
       r.organization AS organization,
       r.dataset      AS dataset,
       r.request_id   AS request_id,
       r.opened_on    AS opened_on,
       r.due_on       AS due_on,
       r.done_on      AS done_on
FROM   requests AS r
WHERE  r.kind = 'delivery'
