/*
title       = "Nhiệm vụ đến hạn theo đơn vị và mục của kế hoạch"
description = "Nhiệm vụ đã đến hạn giao ban đầu: hoàn thành đúng hạn, hoàn thành chậm, quá hạn chưa hoàn thành; 20 dòng quá hạn, chậm nhiều nhất trước. Nhiệm vụ được gia hạn vẫn tính theo hạn ban đầu. Tính đến ngày cập nhật số liệu, không theo kỳ và bộ lọc đang chọn."
labels      = { body = "Đơn vị", clause = "Mục", due = "Đến hạn", in_time = "Đúng hạn", late = "Chậm", overdue = "Quá hạn", oldest = "Quá hạn từ" }
*/
WITH ends AS (
  SELECT max(s.last_day) AS last_day
  FROM   slots AS s
), tasks AS (
  SELECT r.clause AS clause, r.organization AS organization, coalesce(r.first_due_on, r.due_on) AS due_on,
         -- what is done after the data date is not known yet
         CASE WHEN r.done_on <= e.last_day THEN r.done_on END AS done_on
  FROM   requests AS r
  CROSS  JOIN ends AS e
  WHERE  r.kind = 'task'
  AND    coalesce(r.first_due_on, r.due_on) <= e.last_day
)
SELECT o.name   AS body,
       t.clause AS clause,
       count(*) AS due,
       sum(CASE WHEN t.done_on <= t.due_on THEN 1 ELSE 0 END) AS in_time,
       sum(CASE WHEN t.done_on > t.due_on THEN 1 ELSE 0 END)  AS late,
       sum(CASE WHEN t.done_on IS NULL THEN 1 ELSE 0 END)     AS overdue,
       min(CASE WHEN t.done_on IS NULL THEN t.due_on END)     AS oldest,
       'NV01'         AS kpi,
       t.organization AS organization
FROM   tasks AS t
LEFT   JOIN organization_names AS o ON o.code = t.organization AND o.first_day <= t.due_on AND (o.last_day IS NULL OR o.last_day >= t.due_on)
GROUP  BY o.name, t.organization, t.clause
ORDER  BY overdue DESC, late DESC, due DESC, oldest, body, t.clause, t.organization
LIMIT  20
