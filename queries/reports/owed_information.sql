/*
title       = "Đề nghị cung cấp thông tin"
description = "Các đề nghị cung cấp, trao đổi thông tin giữa các cơ quan chưa được trả lời, theo hạn trả lời."
labels      = { request_id = "Mã", organization = "Đơn vị", what = "Nội dung", clause = "Mục", due_on = "Hạn" }
owed        = { body = "organization", what = "what", since = "due_on", basis = "clause", id = "request_id", kpi = "PH02" }
*/
-- what is done after the data date is not known yet, on this list as on every page
WITH ends AS (
  SELECT max(s.last_day) AS last_day
  FROM   slots AS s
)
SELECT r.request_id   AS request_id,
       r.organization AS organization,
       CASE WHEN f.name IS NULL THEN 'Cung cấp thông tin' ELSE 'Cung cấp thông tin theo yêu cầu của ' || f.name END AS what,
       'III.3/1'      AS clause,
       r.due_on       AS due_on
FROM   requests AS r
CROSS  JOIN ends AS e
LEFT   JOIN organization_names AS f ON f.code = r.from_organization AND f.first_day <= r.opened_on AND (f.last_day IS NULL OR f.last_day >= r.opened_on)
WHERE  r.kind = 'information'
AND    (r.done_on IS NULL OR r.done_on > e.last_day)
ORDER  BY r.due_on, r.request_id
