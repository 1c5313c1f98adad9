/*
title      = "Số dư tạm ứng chưa thu hồi"
definition = "Tổng số tạm ứng từ ngân sách nhà nước chưa thu hồi đến cuối kỳ, kể cả tạm ứng của năm trước. Phần quá hạn thu hồi ghi kèm theo. Đây là số dư cuối kỳ, không phải số phát sinh."
unit       = "money"
better     = "lower"
reports    = ["budget_report"]
key        = "advance_id"
value      = { outstanding = "last" }
beside     = { overdue = "last", advances = { over = "last", as = "distinct" } }
labels     = { outstanding = "tạm ứng chưa thu hồi", overdue = "tạm ứng quá hạn thu hồi", advances = "khoản tạm ứng" }
units      = { advances = "advance" }
calendars  = ["budget"]
since      = 2023-01-01
*/
SELECT b.last_day     AS day,
       b.outstanding  AS outstanding,
       CASE WHEN b.due_on < b.last_day THEN b.outstanding END AS overdue,
       b.advance_id   AS advances,
       b.organization AS organization,
       b.chapter      AS chapter,
       b.category     AS category,
       b.purpose      AS purpose,
       b.advance_id   AS advance_id,
       b.budget_year  AS budget_year,
       b.posted_on    AS posted_on,
       b.due_on       AS due_on
FROM   advance_balances AS b
WHERE  b.source = 'state'
AND    b.outstanding <> 0
