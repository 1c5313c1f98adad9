/*
title      = "Thời gian xử lý mà 90% số vụ không vượt quá"
definition = "Số ngày (kể cả ngày nghỉ) kể từ ngày lập biên bản mà 90% số vụ có quyết định xử phạt trong kỳ không vượt quá."
unit       = "day"
better     = "lower"
reports    = ["case_report"]
key        = "case_id"
value      = { days = { over = "sum", as = "p90" } }
beside     = { decided = { over = "sum", as = "distinct" } }
labels     = { days = "ngày từ biên bản đến quyết định", decided = "vụ đã có quyết định xử phạt" }
units      = { decided = "case" }
since      = 2022-08-15
*/
SELECT l.decided_on   AS day,
       l.decided_on - l.record_on AS days,
       l.case_id      AS decided,
       l.organization AS organization,
       l.force        AS force,
       l.area         AS area,
       l.channel      AS channel,
       l.clock        AS clock,
       l.case_id      AS case_id,
       l.record_on    AS record_on,
       l.decided_on   AS decided_on
FROM   case_lives AS l
WHERE  l.decided_on IS NOT NULL
