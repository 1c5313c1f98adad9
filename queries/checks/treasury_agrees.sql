/*
title       = "Số thanh toán khớp với Kho bạc Nhà nước"
description = "Lũy kế thanh toán bằng ngân sách nhà nước theo bút toán của đơn vị phải khớp đến đồng với số Kho bạc Nhà nước xác nhận tại cùng ngày."
period      = "budget_year"
told        = "{rows} đơn vị có số thanh toán chênh lệch với Kho bạc Nhà nước: {organization} (năm ngân sách {budget_year})."
labels      = { organization = "Đơn vị sử dụng", budget_year = "Năm ngân sách", as_of = "Đến ngày", confirmed = "Kho bạc xác nhận (đồng)", booked = "Theo bút toán (đồng)", difference = "Chênh lệch (đồng)" }
*/
WITH booked AS (
  SELECT t.organization AS organization,
         t.budget_year  AS budget_year,
         t.as_of        AS as_of,
         t.paid         AS confirmed,
         coalesce(sum(e.amount), 0) AS booked
  FROM   treasury_statements AS t
  LEFT   JOIN budget_entries AS e ON e.organization = t.organization AND e.budget_year = t.budget_year
                                 AND e.kind = 'payment' AND e.source = 'state' AND e.posted_on <= t.as_of
  GROUP  BY t.organization, t.budget_year, t.as_of, t.paid
)
SELECT b.organization, b.budget_year, b.as_of, b.confirmed, b.booked, b.confirmed - b.booked AS difference
FROM   booked AS b
WHERE  b.confirmed <> b.booked
ORDER  BY b.as_of, b.organization
