/*
title       = "Mốc công việc"
description = "Các mốc công việc xây dựng cơ sở dữ liệu, hệ thống chưa hoàn thành, theo hạn hoàn thành."
labels      = { request_id = "Mã", organization = "Đơn vị", what = "Mốc công việc", clause = "Mục", due_on = "Hạn" }
owed        = { body = "organization", what = "what", since = "due_on", basis = "clause", id = "request_id", kpi = "CN04" }
*/
-- what is done after the data date is not known yet, on this list as on every page
WITH ends AS (
  SELECT max(s.last_day) AS last_day
  FROM   slots AS s
)
SELECT r.request_id   AS request_id,
       r.organization AS organization,
       CASE WHEN s.name IS NULL THEN coalesce(r.topic, 'Mốc công việc') ELSE s.name || ': ' || coalesce(r.topic, 'mốc công việc') END AS what,
       r.clause       AS clause,
       r.due_on       AS due_on
FROM   requests AS r
CROSS  JOIN ends AS e
LEFT   JOIN codes AS s ON s.list = 'system' AND s.code = r.system AND s.valid_from <= r.due_on AND (s.valid_to IS NULL OR s.valid_to >= r.due_on)
WHERE  r.kind = 'milestone'
AND    (r.done_on IS NULL OR r.done_on > e.last_day)
ORDER  BY r.due_on, r.request_id
