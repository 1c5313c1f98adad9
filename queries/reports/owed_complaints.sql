/*
title       = "Phản ánh, khiếu nại"
description = "Phản ánh, khiếu nại về thương mại điện tử chưa giải quyết xong, theo hạn giải quyết."
labels      = { request_id = "Mã", organization = "Đơn vị", what = "Nội dung", due_on = "Hạn" }
owed        = { body = "organization", what = "what", since = "due_on", id = "request_id", kpi = "KN01" }
*/
SELECT r.request_id   AS request_id,
       r.organization AS organization,
       coalesce(r.topic, 'Phản ánh, khiếu nại') AS what,
       r.due_on       AS due_on
FROM   ecommerce_complaints AS r
WHERE  r.done_on IS NULL
ORDER  BY r.due_on, r.request_id
