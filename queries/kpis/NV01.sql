/*
title       = "Tỷ lệ nhiệm vụ hoàn thành đúng hạn"
definition  = "Tỷ lệ số nhiệm vụ của kế hoạch hoàn thành trong hạn giao ban đầu trên tổng số nhiệm vụ đến hạn trong kỳ. Nhiệm vụ được gia hạn vẫn tính theo hạn ban đầu; số nhiệm vụ được gia hạn ghi kèm theo."
unit        = "percent"
better      = "higher"
reports     = ["task_report"]
key         = "request_id"
numerator   = { in_time = "sum" }
denominator = { due = "sum" }
beside      = { extended = "sum", undone = "sum" }
labels      = { in_time = "nhiệm vụ hoàn thành đúng hạn", due = "nhiệm vụ đến hạn", extended = "nhiệm vụ được gia hạn", undone = "nhiệm vụ đến nay chưa hoàn thành" }
units       = { in_time = "task", due = "task", extended = "task", undone = "task" }
since       = 2023-05-08
*/
SELECT coalesce(r.first_due_on, r.due_on) AS day,
       CASE WHEN r.done_on <= coalesce(r.first_due_on, r.due_on) THEN 1 END AS in_time,
       1              AS due,
       CASE WHEN r.due_on > r.first_due_on THEN 1 END AS extended,
       CASE WHEN r.done_on IS NULL THEN 1 END AS undone,
       r.organization AS organization,
       r.clause       AS clause,
       r.request_id   AS request_id,
       r.opened_on    AS opened_on,
       r.first_due_on AS first_due_on,
       r.due_on       AS due_on,
       r.done_on      AS done_on
FROM   requests AS r
WHERE  r.kind = 'task'
