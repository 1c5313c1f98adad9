/*
title      = "Số vụ vi phạm chưa xử lý đến cuối kỳ"
definition = "Số vụ vi phạm trong thương mại điện tử đã lập biên bản mà đến cuối kỳ chưa có quyết định xử phạt, chưa chuyển cơ quan khác, theo số ngày đã chờ kể từ ngày lập biên bản. Đây là số tồn cuối kỳ, không cộng các kỳ."
unit       = "case"
better     = "lower"
reports    = ["case_report"]
key        = "case_id"
value      = { waiting = "last" }
labels     = { waiting = "vụ chưa xử lý", days = "Số ngày đã chờ" }
since      = 2022-08-15
*/
SELECT s.last_day     AS day,
       1              AS waiting,
       l.organization AS organization,
       l.force        AS force,
       l.area         AS area,
       l.channel      AS channel,
       CASE WHEN s.last_day - l.record_on <= 30 THEN 'd30'
            WHEN s.last_day - l.record_on <= 90 THEN 'd90'
            WHEN s.last_day - l.record_on <= 180 THEN 'd180'
            ELSE 'older' END AS age,
       l.case_id      AS case_id,
       l.record_on    AS record_on,
       s.last_day - l.record_on AS days
FROM   case_lives AS l
JOIN   slots AS s ON l.record_on <= s.last_day AND (l.done_on IS NULL OR l.done_on > s.last_day)
