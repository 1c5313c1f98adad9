/*
title       = "Các lần cung cấp dữ liệu chậm, chưa cung cấp gần đây nhất (tối đa 10)"
description = "Bộ dữ liệu phải chia sẻ đã đến hạn mà cung cấp chậm hoặc chưa cung cấp, hạn gần nhất trước. Tính đến ngày cập nhật số liệu, không theo kỳ và bộ lọc đang chọn."
labels      = { request_id = "Mã", dataset = "Bộ dữ liệu", body = "Đơn vị cung cấp", to_body = "Đơn vị nhận", due_on = "Hạn", done_on = "Ngày cung cấp" }
*/
WITH ends AS (
  SELECT max(s.last_day) AS last_day
  FROM   slots AS s
), deliveries AS (
  SELECT r.request_id AS request_id, r.dataset AS dataset, r.organization AS organization, r.from_organization AS from_organization,
         r.due_on AS due_on,
         CASE WHEN r.done_on <= e.last_day THEN r.done_on END AS done_on
  FROM   requests AS r
  CROSS  JOIN ends AS e
  WHERE  r.kind = 'delivery'
  AND    r.due_on <= e.last_day
)
SELECT c.name    AS dataset,
       o.name    AS body,
       t.name    AS to_body,
       d.due_on  AS due_on,
       d.done_on AS done_on,
       d.request_id AS request_id
FROM   deliveries AS d
LEFT   JOIN codes AS c ON c.list = 'dataset' AND c.code = d.dataset AND c.valid_from <= d.due_on AND (c.valid_to IS NULL OR c.valid_to >= d.due_on)
LEFT   JOIN organization_names AS o ON o.code = d.organization AND o.first_day <= d.due_on AND (o.last_day IS NULL OR o.last_day >= d.due_on)
LEFT   JOIN organization_names AS t ON t.code = d.from_organization AND t.first_day <= d.due_on AND (t.last_day IS NULL OR t.last_day >= d.due_on)
WHERE  d.done_on IS NULL OR d.done_on > d.due_on
ORDER  BY d.due_on DESC, d.request_id
LIMIT  10
