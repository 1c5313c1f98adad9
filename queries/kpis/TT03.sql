/*
title      = "Số tin, bài, phóng sự, phim ngắn đã phát hành"
definition = "Số sản phẩm truyền thông (tin, bài viết, phóng sự, phim ngắn, tọa đàm) phát hành trong kỳ. Bản dịch sang tiếng dân tộc thiểu số của cùng một sản phẩm không tính thêm."
unit       = "item"
better     = "higher"
reports    = ["outreach_report"]
key        = ["item_id", "line"]
value      = { published = { over = "sum", as = "distinct" } }
labels     = { published = "sản phẩm truyền thông" }
since      = 2022-08-15
*/
WITH first_published AS (
  SELECT o.item_id           AS item_id,
         min(o.published_on) AS first_on
  FROM   outreach AS o
  WHERE  o.kind = 'media'
  GROUP  BY o.item_id
)
SELECT f.first_on     AS day,                    -- a translation counts with its original
       o.item_id      AS published,
       o.organization AS organization,
       o.medium       AS medium,
       o.type         AS outreach_type,
       o.language     AS language,
       o.audience     AS audience,
       o.item_id      AS item_id,
       o.line         AS line,
       o.published_on AS published_on
FROM   outreach AS o
JOIN   first_published AS f ON f.item_id = o.item_id
