/*
title      = "Số bộ tài liệu tập huấn, truyền thông đã ban hành"
definition = "Số bộ tài liệu tập huấn, truyền thông ban hành lần đầu trong kỳ. Tài liệu dùng cho nhiều đối tượng, in nhiều thứ tiếng hoặc tái bản tính một lần, theo ngày ban hành đầu tiên."
unit       = "document"
better     = "higher"
reports    = ["outreach_report"]
key        = "item_id"
value      = { issued = { over = "sum", as = "distinct" } }
labels     = { issued = "bộ tài liệu đã ban hành" }
since      = 2022-08-15
*/
WITH first_issues AS (
  SELECT o.item_id           AS item_id,
         min(o.published_on) AS issued_on
  FROM   outreach AS o
  WHERE  o.kind = 'document'
  GROUP  BY o.item_id
)
SELECT f.issued_on    AS day,
       o.item_id      AS issued,
       o.organization AS organization,
       o.audience     AS audience,
       o.language     AS language,
       o.type         AS outreach_type,
       o.item_id      AS item_id,
       o.published_on AS published_on
FROM   outreach AS o
JOIN   first_issues AS f ON f.item_id = o.item_id
