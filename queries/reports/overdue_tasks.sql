/*
title       = "Nhiệm vụ quá hạn đến ngày chốt số liệu"
description = "Số nhiệm vụ đã quá hạn giao ban đầu mà chưa hoàn thành, theo mục của kế hoạch và đơn vị. Tính đến ngày dữ liệu, không theo kỳ và bộ lọc đang chọn."
labels      = { clause = "Mục", body = "Đơn vị", overdue = "Quá hạn", oldest = "Hạn sớm nhất" }
*/
WITH ends AS (
  SELECT max(s.last_day) AS last_day
  FROM   slots AS s
), late AS (
  SELECT r.clause AS clause, r.organization AS organization, coalesce(r.first_due_on, r.due_on) AS due_on, r.request_id AS request_id
  FROM   requests AS r
  CROSS  JOIN ends AS e
  WHERE  r.kind = 'task'
  AND    r.done_on IS NULL
  AND    coalesce(r.first_due_on, r.due_on) <= e.last_day
)
SELECT l.clause      AS clause,
       o.name        AS body,
       count(DISTINCT l.request_id) AS overdue,
       min(l.due_on) AS oldest
FROM   late AS l
LEFT   JOIN organizations AS o ON o.code = l.organization AND o.valid_from <= l.due_on AND (o.valid_to IS NULL OR o.valid_to >= l.due_on)
GROUP  BY l.clause, o.name
ORDER  BY overdue DESC, oldest, clause, body
