/*
title      = "Số hoạt động tuyên truyền, giám sát, phản biện của Mặt trận"
definition = "Số hoạt động tuyên truyền, giám sát, phản biện xã hội do Ủy ban Mặt trận Tổ quốc và các tổ chức thành viên tổ chức trong kỳ. Hoạt động do nhiều tổ chức phối hợp tính một lần."
unit       = "activity"
better     = "higher"
reports    = ["outreach_report"]
key        = ["item_id", "line"]
value      = { held = { over = "sum", as = "distinct" } }
labels     = { held = "hoạt động" }
since      = 2022-08-15
*/
SELECT o.published_on AS day,
       o.item_id      AS held,
       o.organization AS organization,
       o.member       AS member,
       o.type         AS outreach_type,
       o.item_id      AS item_id,
       o.line         AS line,
       o.published_on AS published_on
FROM   outreach AS o
WHERE  o.kind = 'activity'
