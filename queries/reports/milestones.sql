/*
title       = "Mốc công việc xây dựng cơ sở dữ liệu, hệ thống"
description = "Các mốc công việc của mục III.1, III.3 của kế hoạch theo hạn hoàn thành. Tính đến ngày cập nhật số liệu, không theo kỳ và bộ lọc đang chọn."
labels      = { system = "Hệ thống", milestone = "Mốc công việc", request_id = "Mã", body = "Đơn vị", due_on = "Hạn", done_on = "Hoàn thành", state = "Tình trạng" }
*/
WITH ends AS (
  SELECT max(s.last_day) AS last_day
  FROM   slots AS s
), milestones AS (
  SELECT r.request_id AS request_id, r.system AS system, r.topic AS topic, r.organization AS organization, r.opened_on AS opened_on,
         r.due_on AS due_on, e.last_day AS last_day,
         -- what is done after the data date is not known yet
         CASE WHEN r.done_on <= e.last_day THEN r.done_on END AS done_on
  FROM   requests AS r
  CROSS  JOIN ends AS e
  WHERE  r.kind = 'milestone'
)
SELECT c.name    AS system,
       m.topic   AS milestone,
       m.request_id AS request_id,
       o.name    AS body,
       m.due_on  AS due_on,
       m.done_on AS done_on,
       CASE WHEN m.done_on <= m.due_on THEN 'Đúng hạn'
            WHEN m.done_on IS NOT NULL THEN 'Chậm'
            WHEN m.due_on <= m.last_day THEN 'Quá hạn'
            ELSE 'Chưa đến hạn' END AS state
FROM   milestones AS m
LEFT   JOIN codes AS c ON c.list = 'system' AND c.code = m.system AND c.valid_from <= m.due_on AND (c.valid_to IS NULL OR c.valid_to >= m.due_on)
LEFT   JOIN organization_names AS o ON o.code = m.organization AND o.first_day <= m.due_on AND (o.last_day IS NULL OR o.last_day >= m.due_on)
ORDER  BY CASE WHEN m.done_on IS NULL AND m.due_on <= m.last_day THEN 0 ELSE 1 END, system, m.due_on, m.request_id
