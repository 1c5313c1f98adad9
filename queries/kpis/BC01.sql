/*
title       = "Tỷ lệ báo cáo gửi đúng hạn"
definition  = "Tỷ lệ số báo cáo nhận được trong hạn trên tổng số báo cáo đến hạn gửi trong kỳ của các đơn vị có trách nhiệm báo cáo. Báo cáo đến hạn mà chưa gửi được tính là không đúng hạn."
unit        = "percent"
better      = "higher"
key         = ["report", "organization", "first_day"]
numerator   = { in_time = "sum" }
denominator = { due = "sum" }
labels      = { in_time = "báo cáo gửi đúng hạn", due = "báo cáo đến hạn" }
units       = { in_time = "report", due = "report" }
since       = 2023-05-08
*/
SELECT r.due_on       AS day,
       CASE WHEN r.received_on <= r.due_on THEN 1 END AS in_time,
       1              AS due,
       r.organization AS organization,
       r.report       AS report,
       r.period_kind  AS period_kind,
       r.first_day    AS first_day,
       r.last_day     AS last_day,
       r.received_on  AS received_on
FROM   reports AS r
