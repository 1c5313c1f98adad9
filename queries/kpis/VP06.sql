/*
title       = "Tỷ lệ vụ ra quyết định xử phạt đúng hạn"
definition  = "Tỷ lệ số vụ có quyết định xử phạt trong thời hạn ra quyết định ghi cho từng vụ (7 hoặc 10 ngày làm việc; 1 tháng; 2 tháng; kể từ ngày lập biên bản) trên tổng số vụ đến hạn ra quyết định trong kỳ. Vụ đến hạn mà chưa có quyết định được tính là không đúng hạn; vụ đã chuyển cơ quan khác xử lý trước hạn thì không tính."
unit        = "percent"
better      = "higher"
reports     = ["case_report"]
key         = "case_id"
numerator   = { in_time = "sum" }
denominator = { due = "sum" }
labels      = { in_time = "vụ có quyết định xử phạt đúng hạn", due = "vụ đến hạn ra quyết định xử phạt" }
units       = { in_time = "case", due = "case" }
since       = 2022-08-15
*/
WITH working_clocks AS (
  SELECT l.case_id AS case_id, min(w.day) AS due_on
  FROM   case_lives AS l
  JOIN   calendar AS r ON r.day = l.record_on
  JOIN   calendar AS w ON w.working_number = r.working_number + CASE l.clock WHEN 'wd7' THEN 7 ELSE 10 END
  WHERE  l.clock IN ('wd7', 'wd10')
  AND    w.working_day                            -- days off bear the number of the working day before them
  GROUP  BY l.case_id
), clocks AS (
  SELECT l.case_id        AS case_id,
         l.organization   AS organization,
         l.force          AS force,
         l.area           AS area,
         l.channel        AS channel,
         l.clock          AS clock,
         l.record_on      AS record_on,
         l.decided_on     AS decided_on,
         l.transferred_on AS transferred_on,
         CASE l.clock WHEN 'm1' THEN CAST(l.record_on + INTERVAL '1' MONTH AS DATE)
                      WHEN 'm2' THEN CAST(l.record_on + INTERVAL '2' MONTH AS DATE)
                      ELSE w.due_on END AS due_on
  FROM   case_lives AS l
  LEFT   JOIN working_clocks AS w ON w.case_id = l.case_id
)
SELECT u.due_on       AS day,
       CASE WHEN u.decided_on <= u.due_on THEN 1 END AS in_time,
       1              AS due,
       u.organization AS organization,
       u.force        AS force,
       u.area         AS area,
       u.channel      AS channel,
       u.clock        AS clock,
       u.case_id      AS case_id,
       u.record_on    AS record_on,
       u.decided_on   AS decided_on
FROM   clocks AS u
WHERE  u.due_on IS NOT NULL
AND    (u.transferred_on IS NULL OR u.transferred_on > u.due_on)
