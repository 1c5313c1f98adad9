/*
title       = "Phản ánh, khiếu nại"
description = "Phản ánh, khiếu nại về thương mại điện tử chưa giải quyết xong, theo hạn giải quyết."
labels      = { request_id = "Mã", organization = "Đơn vị", what = "Nội dung", clause = "Mục", due_on = "Hạn" }
owed        = { body = "organization", what = "what", since = "due_on", basis = "clause", id = "request_id", kpi = "KN01" }
*/
-- what is done after the data date is not known yet, on this list as on every page
WITH ends AS (
  SELECT max(s.last_day) AS last_day
  FROM   slots AS s
)
SELECT r.request_id   AS request_id,
       r.organization AS organization,
       coalesce(r.topic, 'Phản ánh, khiếu nại') AS what,
       'II.1/3'       AS clause,
       r.due_on       AS due_on
FROM   ecommerce_complaints AS r
CROSS  JOIN ends AS e
WHERE  r.done_on IS NULL OR r.done_on > e.last_day
ORDER  BY r.due_on, r.request_id
