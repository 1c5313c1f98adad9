/*
title       = "Tiền phạt đã nộp khớp với số thu của Kho bạc Nhà nước"
description = "Theo tháng, đơn vị và tiểu mục: tổng các khoản đã nộp theo quyết định xử phạt phải khớp với số thu ngân sách đã hạch toán. Số thu của Kho bạc dùng để đối chiếu, không cộng thêm vào tiền phạt đã nộp."
labels      = { organization = "Đơn vị ra quyết định", sub_item = "Tiểu mục", year = "Năm", month = "Tháng", paid = "Theo khoản nộp (đồng)", booked = "Kho bạc hạch toán (đồng)" }
*/
WITH paid AS (
  SELECT p.organization AS organization, p.sub_item AS sub_item,
         CAST(extract(year FROM p.paid_on) AS BIGINT) AS year, CAST(extract(month FROM p.paid_on) AS BIGINT) AS month,
         sum(p.amount) AS paid
  FROM   payments AS p
  GROUP  BY p.organization, p.sub_item, extract(year FROM p.paid_on), extract(month FROM p.paid_on)
), booked AS (
  SELECT e.organization AS organization, e.sub_item AS sub_item,
         CAST(extract(year FROM e.posted_on) AS BIGINT) AS year, CAST(extract(month FROM e.posted_on) AS BIGINT) AS month,
         sum(e.amount) AS booked
  FROM   budget_entries AS e
  WHERE  e.kind = 'fine_revenue'
  GROUP  BY e.organization, e.sub_item, extract(year FROM e.posted_on), extract(month FROM e.posted_on)
)
SELECT coalesce(p.organization, b.organization) AS organization,
       coalesce(p.sub_item, b.sub_item)         AS sub_item,
       coalesce(p.year, b.year)                 AS year,
       coalesce(p.month, b.month)               AS month,
       p.paid                                   AS paid,
       b.booked                                 AS booked
FROM   paid AS p
FULL   JOIN booked AS b ON b.organization = p.organization AND b.sub_item = p.sub_item AND b.year = p.year AND b.month = p.month
WHERE  p.paid IS NULL
OR     b.booked IS NULL
OR     p.paid <> b.booked
ORDER  BY coalesce(p.year, b.year), coalesce(p.month, b.month), coalesce(p.organization, b.organization), coalesce(p.sub_item, b.sub_item)
