/*
title      = "Số đã thanh toán của ba nguồn kinh phí"
definition = "Tổng số đã thanh toán phát sinh trong kỳ của cả ba nguồn kinh phí; nguồn lồng ghép chỉ tính phần thuộc kế hoạch. Khoản thanh toán trong thời gian chỉnh lý quyết toán tính vào quý IV của năm ngân sách. Tạm ứng chưa thanh toán không tính."
unit       = "money"
better     = "neither"
reports    = ["budget_report"]
key        = "entry_id"
value      = { spent = "sum" }
labels     = { spent = "đã thanh toán" }
calendars  = ["budget"]
since      = 2023-01-01
*/
SELECT v.day          AS day,
       v.attributed   AS spent,
       v.source       AS funding,
       v.organization AS organization,
       v.chapter      AS chapter,
       v.category     AS category,
       v.purpose      AS purpose,
       v.stage        AS stage,
       CASE extract(quarter FROM v.day) WHEN 1 THEN 'q1' WHEN 2 THEN 'q2' WHEN 3 THEN 'q3' ELSE 'q4' END AS quarter,
       v.entry_id     AS entry_id,
       v.programme    AS programme,
       v.amount       AS amount,
       v.budget_year  AS budget_year,
       v.posted_on    AS posted_on
FROM   vouchers AS v
WHERE  v.kind = 'payment'
