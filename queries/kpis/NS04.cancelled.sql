/*
title       = "Tỷ lệ dự toán bị hủy"
definition  = "Tỷ lệ dự toán chưa sử dụng, không được chuyển nguồn và bị hủy trên dự toán được sử dụng trong năm. Bút toán hủy lập sau ngày 31/12 tính vào năm ngân sách của dự toán."
unit        = "percent"
better      = "lower"
reports     = ["budget_report"]
key         = "entry_id"
numerator   = { cancelled = "year_to_date" }
denominator = { available = { over = "year_to_date", ignores = ["legal_ground"] } }
labels      = { cancelled = "dự toán bị hủy", available = "dự toán được sử dụng trong năm" }
units       = { cancelled = "money", available = "money" }
calendars   = ["budget"]
periods     = ["year"]
since       = 2023-01-01
*/
SELECT v.day          AS day,
       CASE WHEN v.kind = 'cancelled' THEN v.amount END  AS cancelled,
       CASE WHEN v.kind <> 'cancelled' THEN v.amount END AS available,
       v.organization AS organization,
       v.chapter      AS chapter,
       v.category     AS category,
       v.purpose      AS purpose,
       CASE WHEN v.kind = 'cancelled' THEN v.legal_ground END AS legal_ground,
       v.entry_id     AS entry_id,
       v.kind         AS kind,
       v.budget_year  AS budget_year,
       v.posted_on    AS posted_on
FROM   vouchers AS v
WHERE  v.source = 'state'
AND    v.kind IN ('cancelled', 'initial', 'supplement', 'adjustment', 'carried_in')
