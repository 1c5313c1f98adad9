/*
title       = "Tỷ lệ xử lý vụ vi phạm"
definition  = "Tỷ lệ số vụ đã có quyết định xử phạt hoặc đã chuyển cơ quan khác xử lý trong kỳ trên tổng số vụ tồn đầu kỳ và vụ phát hiện trong kỳ."
unit        = "percent"
better      = "higher"
reports     = ["case_report"]
key         = "case_id"
numerator   = { handled = "sum" }
denominator = { detected = "sum", carried = "opening" }
labels      = { handled = "vụ đã xử lý", detected = "vụ phát hiện trong kỳ", carried = "vụ tồn đầu kỳ" }
units       = { handled = "case", detected = "case", carried = "case" }
since       = 2022-08-15
*/
-- All three columns use the organization and the area of the case, else the identity breaks where a body hands over.
SELECT l.done_on              AS day,
       1                      AS handled,
       CAST(NULL AS BIGINT)   AS detected,
       CAST(NULL AS BIGINT)   AS carried,
       l.organization         AS organization,
       l.force                AS force,
       l.area                 AS area,
       l.channel              AS channel,
       l.case_id              AS case_id,
       l.record_on            AS record_on,
       l.decided_on           AS decided_on,
       l.transferred_on       AS transferred_on
FROM   case_lives AS l
WHERE  l.done_on IS NOT NULL
UNION ALL
SELECT l.record_on AS day, NULL, 1, NULL, l.organization, l.force, l.area, l.channel, l.case_id, l.record_on, l.decided_on, l.transferred_on
FROM   case_lives AS l
UNION ALL
-- open at the end of each slot
SELECT s.last_day AS day, NULL, NULL, 1, l.organization, l.force, l.area, l.channel, l.case_id, l.record_on, l.decided_on, l.transferred_on
FROM   case_lives AS l
JOIN   slots AS s ON l.record_on <= s.last_day AND (l.done_on IS NULL OR l.done_on > s.last_day)
