/*
title      = "Dự toán được sử dụng trong năm"
definition = "Tổng dự toán ngân sách nhà nước được sử dụng trong năm ngân sách để thực hiện kế hoạch: giao đầu năm, bổ sung, điều chỉnh trong năm và kinh phí năm trước chuyển sang. Dự toán của các năm không cộng với nhau."
unit       = "money"
better     = "neither"
reports    = ["budget_report"]
key        = "entry_id"
value      = { initial = "year_to_date", supplement = "year_to_date", adjustment = "year_to_date", carried_in = "year_to_date" }
labels     = { initial = "dự toán giao đầu năm", supplement = "bổ sung trong năm", adjustment = "điều chỉnh tăng, giảm", carried_in = "năm trước chuyển sang" }
calendars  = ["budget"]
since      = 2023-01-01
*/
SELECT v.day          AS day,
       CASE WHEN v.kind = 'initial' THEN v.amount END    AS initial,
       CASE WHEN v.kind = 'supplement' THEN v.amount END AS supplement,
       CASE WHEN v.kind = 'adjustment' THEN v.amount END AS adjustment,
       CASE WHEN v.kind = 'carried_in' THEN v.amount END AS carried_in,
       v.organization AS organization,
       v.chapter      AS chapter,
       v.category     AS category,
       v.purpose      AS purpose,
       v.entry_id     AS entry_id,
       v.kind         AS kind,
       v.budget_year  AS budget_year,
       v.posted_on    AS posted_on
FROM   vouchers AS v
WHERE  v.source = 'state'
AND    v.kind IN ('initial', 'supplement', 'adjustment', 'carried_in')
