/*
title      = "Số vụ vi phạm đã có quyết định xử phạt"
definition = "Số vụ vi phạm trong thương mại điện tử có quyết định xử phạt vi phạm hành chính đầu tiên trong kỳ. Vụ có nhiều quyết định, nhiều hình thức xử phạt tính một lần."
unit       = "case"
better     = "higher"
reports    = ["case_report"]
key        = "case_id"
value      = { decided = { over = "sum", as = "distinct" } }
labels     = { decided = "vụ đã có quyết định xử phạt" }
since      = 2022-08-15
*/
SELECT l.decided_on    AS day,
       l.case_id       AS decided,
       l.organization  AS organization,
       l.force         AS force,
       l.area          AS area,
       l.channel       AS channel,
       v.sanction_form AS sanction_form,
       l.case_id       AS case_id,
       l.record_on     AS record_on,
       l.decided_on    AS decided_on
FROM   case_lives AS l
LEFT   JOIN violations AS v ON v.case_id = l.case_id
WHERE  l.decided_on IS NOT NULL
