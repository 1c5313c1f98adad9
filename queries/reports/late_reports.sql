/*
title       = "Các báo cáo chậm, chưa gửi gần đây nhất (tối đa 15)"
description = "Các báo cáo đã đến hạn mà gửi chậm hoặc chưa nhận được, hạn gần nhất trước. Tính đến ngày cập nhật số liệu, không theo kỳ và bộ lọc đang chọn."
labels      = { body = "Đơn vị", report = "Báo cáo", last_day = "Kỳ đến ngày", due_on = "Hạn gửi", received_on = "Ngày nhận" }
*/
WITH ends AS (
  SELECT max(s.last_day) AS last_day
  FROM   slots AS s
)
SELECT o.name        AS body,
       c.name        AS report,
       r.last_day    AS last_day,
       r.due_on      AS due_on,
       r.received_on AS received_on,
       'BC01'        AS kpi,
       r.organization AS organization
FROM   reports AS r
CROSS  JOIN ends AS e
LEFT   JOIN organization_names AS o ON o.code = r.organization AND o.first_day <= r.due_on AND (o.last_day IS NULL OR o.last_day >= r.due_on)
LEFT   JOIN codes AS c ON c.list = 'report' AND c.code = r.report AND c.valid_from <= r.due_on AND (c.valid_to IS NULL OR c.valid_to >= r.due_on)
WHERE  r.due_on <= e.last_day
AND    (r.received_on IS NULL OR r.received_on > r.due_on)
ORDER  BY r.due_on DESC, body, report, r.first_day
LIMIT  15
