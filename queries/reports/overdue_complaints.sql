/*
title       = "Các phản ánh, khiếu nại quá hạn lâu nhất (tối đa 10)"
description = "Phản ánh, khiếu nại về thương mại điện tử đã quá hạn mà chưa giải quyết xong, lâu nhất trước. Tính đến ngày cập nhật số liệu, không theo kỳ và bộ lọc đang chọn."
labels      = { request_id = "Mã", body = "Đơn vị giải quyết", goods = "Nhóm hàng", opened_on = "Ngày tiếp nhận", due_on = "Hạn", days = "Số ngày quá hạn" }
*/
WITH ends AS (
  SELECT max(s.last_day) AS last_day
  FROM   slots AS s
)
SELECT r.request_id AS request_id,
       o.name       AS body,
       g.name       AS goods,
       r.opened_on  AS opened_on,
       r.due_on     AS due_on,
       e.last_day - r.due_on AS days
FROM   ecommerce_complaints AS r
CROSS  JOIN ends AS e
LEFT   JOIN organization_names AS o ON o.code = r.organization AND o.first_day <= r.due_on AND (o.last_day IS NULL OR o.last_day >= r.due_on)
LEFT   JOIN codes AS g ON g.list = 'goods' AND g.code = r.goods_group AND g.valid_from <= r.due_on AND (g.valid_to IS NULL OR g.valid_to >= r.due_on)
WHERE  r.due_on < e.last_day
AND    (r.done_on IS NULL OR r.done_on > e.last_day)
ORDER  BY r.due_on, r.request_id
LIMIT  10
