/*
title       = "Yêu cầu gỡ bỏ"
description = "Các yêu cầu sàn, mạng xã hội gỡ bỏ gian hàng, đường liên kết vi phạm chưa có kết quả, theo hạn gỡ bỏ; đơn vị đã yêu cầu phải theo dõi đến khi gỡ bỏ xong."
labels      = { request_id = "Mã", organization = "Đơn vị", what = "Nội dung", clause = "Mục", due_on = "Hạn" }
owed        = { body = "organization", what = "what", since = "due_on", basis = "clause", id = "request_id", kpi = "VP13" }
*/
-- what is done after the data date is not known yet, on this list as on every page
WITH ends AS (
  SELECT max(s.last_day) AS last_day
  FROM   slots AS s
)
SELECT r.request_id   AS request_id,
       r.organization AS organization,
       CASE WHEN coalesce(p.name, n.name) IS NULL THEN 'Gỡ bỏ gian hàng, đường liên kết'
            ELSE 'Gỡ bỏ gian hàng, đường liên kết tại ' || coalesce(p.name, n.name) END AS what,
       'II.1/3'       AS clause,
       r.due_on       AS due_on
FROM   requests AS r
CROSS  JOIN ends AS e
LEFT   JOIN codes AS p ON p.list = 'platform' AND p.code = r.platform AND p.valid_from <= r.due_on AND (p.valid_to IS NULL OR p.valid_to >= r.due_on)
LEFT   JOIN codes AS n ON n.list = 'network' AND n.code = r.network AND n.valid_from <= r.due_on AND (n.valid_to IS NULL OR n.valid_to >= r.due_on)
WHERE  r.kind = 'takedown'
AND    (r.done_on IS NULL OR r.done_on > e.last_day)
ORDER  BY r.due_on, r.request_id
