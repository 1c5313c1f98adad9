/*
title       = "Tỷ lệ kinh phí chuyển nguồn sang năm sau"
definition  = "Tỷ lệ kinh phí được chuyển nguồn sang năm sau trên dự toán được sử dụng trong năm. Bút toán chuyển nguồn lập sau ngày 31/12 tính vào năm ngân sách của dự toán."
unit        = "percent"
better      = "lower"
reports     = ["budget_report"]
key         = "entry_id"
numerator   = { carried_out = "year_to_date" }
denominator = { available = { over = "year_to_date", ignores = ["legal_ground"] } }
labels      = { carried_out = "kinh phí chuyển nguồn sang năm sau", available = "dự toán được sử dụng trong năm" }
units       = { carried_out = "money", available = "money" }
calendars   = ["budget"]
periods     = ["year"]
since       = 2023-01-01
*/
SELECT v.day          AS day,
       CASE WHEN v.kind = 'carried_out' THEN v.amount END  AS carried_out,
       CASE WHEN v.kind <> 'carried_out' THEN v.amount END AS available,
       v.organization AS organization,
       v.chapter      AS chapter,
       v.category     AS category,
       v.purpose      AS purpose,
       CASE WHEN v.kind = 'carried_out' THEN v.legal_ground END AS legal_ground,
       v.entry_id     AS entry_id,
       v.kind         AS kind,
       v.budget_year  AS budget_year,
       v.posted_on    AS posted_on
FROM   vouchers AS v
WHERE  v.source = 'state'
AND    v.kind IN ('carried_out', 'initial', 'supplement', 'adjustment', 'carried_in')
