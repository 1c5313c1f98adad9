/*
title       = "Các vụ chưa xử lý lâu nhất đến ngày cập nhật số liệu (tối đa 15 vụ)"
description = "Các vụ đã lập biên bản mà chưa có quyết định xử phạt, chưa chuyển cơ quan khác, lâu nhất trước. Tính đến ngày cập nhật số liệu, không theo kỳ và bộ lọc đang chọn."
labels      = { case_id = "Mã vụ", organization = "Đơn vị chủ trì", area = "Địa bàn", record_on = "Ngày lập biên bản", age = "Số ngày đã chờ" }
*/
WITH ends AS (
  SELECT max(s.last_day) AS last_day
  FROM   slots AS s
)
SELECT k.case_id   AS case_id,
       o.name      AS organization,
       a.name      AS area,
       k.record_on AS record_on,
       e.last_day - k.record_on AS age
FROM   case_lives AS k
CROSS  JOIN ends AS e
LEFT   JOIN organization_names AS o ON o.code = k.organization AND o.first_day <= k.record_on
                              AND (o.last_day IS NULL OR o.last_day >= k.record_on)
LEFT   JOIN areas AS a ON a.code = k.area AND a.valid_from <= k.record_on AND (a.valid_to IS NULL OR a.valid_to >= k.record_on)
WHERE  k.record_on <= e.last_day
AND    (k.done_on IS NULL OR k.done_on > e.last_day)
ORDER  BY k.record_on, k.case_id
LIMIT  15
