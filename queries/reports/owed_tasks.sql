/*
title       = "Nhiệm vụ được giao"
description = "Các nhiệm vụ chưa hoàn thành, theo hạn giao ban đầu; nhiệm vụ được gia hạn vẫn tính theo hạn ban đầu, như chỉ tiêu về nhiệm vụ hoàn thành đúng hạn."
labels      = { request_id = "Mã", organization = "Đơn vị", what = "Nhiệm vụ", clause = "Mục", due_on = "Hạn" }
owed        = { body = "organization", what = "what", since = "due_on", basis = "clause", id = "request_id", kpi = "NV01" }
*/
-- what is done after the data date is not known yet, on this list as on every page
WITH ends AS (
  SELECT max(s.last_day) AS last_day
  FROM   slots AS s
)
SELECT r.request_id   AS request_id,
       r.organization AS organization,
       CASE WHEN c.name IS NOT NULL AND r.due_on > r.first_due_on THEN c.name || ' (đã được gia hạn)' ELSE coalesce(c.name, 'Nhiệm vụ') END AS what,
       r.clause       AS clause,
       coalesce(r.first_due_on, r.due_on) AS due_on
FROM   requests AS r
CROSS  JOIN ends AS e
LEFT   JOIN codes AS c ON c.list = 'clause' AND c.code = r.clause AND c.valid_from <= r.due_on AND (c.valid_to IS NULL OR c.valid_to >= r.due_on)
WHERE  r.kind = 'task'
AND    (r.done_on IS NULL OR r.done_on > e.last_day)
ORDER  BY due_on, r.request_id
