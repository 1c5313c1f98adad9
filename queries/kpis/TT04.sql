/*
title      = "Số lượt tiếp cận sản phẩm truyền thông"
definition = "Số lượt tiếp cận phát sinh trong kỳ của các sản phẩm truyền thông trên cổng, trang thông tin điện tử và mạng xã hội. Lượt tiếp cận không phải là số người; số liệu chỉ có theo tháng dương lịch."
unit       = "view"
better     = "neither"
reports    = ["outreach_report"]
key        = ["item_id", "first_day"]
value      = { impressions = "sum" }
labels     = { impressions = "lượt tiếp cận" }
calendars  = ["calendar"]
since      = 2022-08-01
*/
WITH items AS (
  SELECT o.item_id     AS item_id,
         min(o.medium) AS medium,
         min(o.type)   AS outreach_type
  FROM   outreach AS o
  WHERE  o.kind = 'media'
  GROUP  BY o.item_id
)
SELECT r.last_day      AS day,
       r.impressions   AS impressions,
       r.organization  AS organization,
       i.medium        AS medium,
       i.outreach_type AS outreach_type,
       r.item_id       AS item_id,
       r.first_day     AS first_day
FROM   outreach_reach AS r
LEFT   JOIN items AS i ON i.item_id = r.item_id
