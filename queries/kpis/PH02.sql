/*
title       = "Tỷ lệ đề nghị cung cấp, trao đổi thông tin được trả lời đúng hạn"
definition  = "Tỷ lệ số đề nghị cung cấp, trao đổi thông tin giữa các cơ quan được trả lời trong hạn trên tổng số đề nghị đến hạn trả lời trong kỳ, theo đơn vị phải trả lời. Đề nghị đến hạn mà chưa trả lời được tính là không đúng hạn."
unit        = "percent"
better      = "higher"
reports     = ["task_report"]
key         = "request_id"
numerator   = { in_time = "sum" }
denominator = { due = "sum" }
labels      = { in_time = "đề nghị được trả lời đúng hạn", due = "đề nghị đến hạn trả lời" }
units       = { in_time = "request", due = "request" }
since       = 2022-10-15
*/
SELECT r.due_on       AS day,
       CASE WHEN r.done_on <= r.due_on THEN 1 END AS in_time,
       1              AS due,
       r.organization AS organization,
       r.from_organization AS from_organization,
       r.area         AS area,
       r.request_id   AS request_id,
       r.opened_on    AS opened_on,
       r.due_on       AS due_on,
       r.done_on      AS done_on
FROM   requests AS r
WHERE  r.kind = 'information'
