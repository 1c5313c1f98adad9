/*
title       = "Tiến độ xây dựng cơ sở dữ liệu, hệ thống giám sát"
definition  = "Tỷ lệ số mốc công việc đã hoàn thành trên tổng số mốc công việc phải hoàn thành theo tiến độ được giao, lũy kế từ ngày bắt đầu kế hoạch đến cuối kỳ. Mốc hoàn thành trước hạn tính từ ngày đến hạn."
unit        = "percent"
better      = "higher"
reports     = ["task_report"]
key         = "request_id"
numerator   = { accepted = "running" }
denominator = { planned = "running" }
labels      = { accepted = "mốc công việc đã hoàn thành", planned = "mốc công việc phải hoàn thành", topic_text = "Mốc công việc" }
units       = { accepted = "milestone", planned = "milestone" }
since       = 2023-05-08
*/
SELECT r.due_on             AS day,
       CAST(NULL AS BIGINT) AS accepted,
       1                    AS planned,
       r.organization       AS organization,
       r.system             AS system,
       r.clause             AS clause,
       r.request_id         AS request_id,
       r.topic              AS topic_text,
       r.due_on             AS due_on,
       r.done_on            AS done_on
FROM   requests AS r
WHERE  r.kind = 'milestone'
UNION ALL
-- what is done ahead of its day counts from that day on, so that progress never passes the plan
SELECT greatest(r.done_on, r.due_on) AS day, 1, NULL, r.organization, r.system, r.clause, r.request_id, r.topic, r.due_on, r.done_on
FROM   requests AS r
WHERE  r.kind = 'milestone'
AND    r.done_on IS NOT NULL
