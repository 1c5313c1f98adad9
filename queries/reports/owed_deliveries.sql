/*
title       = "Cung cấp bộ dữ liệu"
description = "Các lần cung cấp bộ dữ liệu theo lịch chia sẻ chưa thực hiện, theo hạn."
labels      = { request_id = "Mã", organization = "Đơn vị", what = "Bộ dữ liệu", clause = "Mục", due_on = "Hạn" }
owed        = { body = "organization", what = "what", since = "due_on", basis = "clause", id = "request_id", kpi = "PH03" }
*/
-- what is done after the data date is not known yet, on this list as on every page
WITH ends AS (
  SELECT max(s.last_day) AS last_day
  FROM   slots AS s
)
SELECT r.request_id   AS request_id,
       r.organization AS organization,
       coalesce(d.name, 'Bộ dữ liệu') AS what,
       r.clause       AS clause,
       r.due_on       AS due_on
FROM   requests AS r
CROSS  JOIN ends AS e
LEFT   JOIN codes AS d ON d.list = 'dataset' AND d.code = r.dataset AND d.valid_from <= r.due_on AND (d.valid_to IS NULL OR d.valid_to >= r.due_on)
WHERE  r.kind = 'delivery'
AND    (r.done_on IS NULL OR r.done_on > e.last_day)
ORDER  BY r.due_on, r.request_id
