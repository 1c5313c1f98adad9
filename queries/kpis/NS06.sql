/*
title       = "Chi đào tạo bình quân một người được đào tạo"
definition  = "Số đã thanh toán từ ngân sách nhà nước cho đào tạo, tập huấn trong năm ngân sách chia cho số người đã dự ít nhất một lớp trong năm. Mỗi người tính một lần trong năm."
unit        = "money_per_person"
better      = "neither"
reports     = ["budget_report"]
key         = ["entry_id", "class_id", "person_id"]
numerator   = { spent = "year_to_date" }
denominator = { trained = { over = "year_to_date", as = "distinct" } }
labels      = { spent = "đã thanh toán cho đào tạo, tập huấn", trained = "người được đào tạo" }
units       = { spent = "money", trained = "person" }
calendars   = ["budget"]
since       = 2023-01-01
*/
SELECT v.day                 AS day,
       v.amount              AS spent,
       CAST(NULL AS VARCHAR) AS trained,
       v.entry_id            AS entry_id,
       CAST(NULL AS VARCHAR) AS class_id,
       CAST(NULL AS VARCHAR) AS person_id,
       v.posted_on           AS posted_on
FROM   vouchers AS v
WHERE  v.source = 'state'
AND    v.kind = 'payment'
AND    v.purpose = 'training'
UNION ALL
SELECT a.attended_on AS day, NULL, a.person_id AS trained, NULL, a.class_id, a.person_id, a.attended_on
FROM   attendance AS a
