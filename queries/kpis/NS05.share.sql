/*
title       = "Cơ cấu số đã thanh toán theo ba nguồn kinh phí"
definition  = "Tỷ trọng số đã thanh toán của từng nguồn trong tổng số đã thanh toán thực hiện kế hoạch trong năm ngân sách; không gồm tạm ứng chưa thanh toán. Nguồn lồng ghép chỉ tính phần thuộc kế hoạch; khi xem chung, tổng của ba nguồn là 100%."
unit        = "percent"
better      = "neither"
reports     = ["budget_report"]
key         = "entry_id"
numerator   = { spent = "year_to_date" }
denominator = { all_spent = { over = "year_to_date", ignores = ["funding"] } }
beside      = { pledged = "year_to_date", received = "year_to_date" }
alone       = ["pledged", "received"]
labels      = { spent = "đã thanh toán", all_spent = "tổng số đã thanh toán của ba nguồn", pledged = "xã hội hóa đã cam kết", received = "xã hội hóa đã nhận" }
units       = { spent = "money", all_spent = "money", pledged = "money", received = "money" }
calendars   = ["budget"]
since       = 2023-01-01
*/
SELECT v.day          AS day,
       CASE WHEN v.kind = 'payment' THEN v.attributed END  AS spent,
       CASE WHEN v.kind = 'payment' THEN v.attributed END  AS all_spent,
       CASE WHEN v.kind = 'pledged' THEN v.attributed END  AS pledged,
       CASE WHEN v.kind = 'received' THEN v.attributed END AS received,
       v.source       AS funding,
       v.organization AS organization,
       v.chapter      AS chapter,
       v.category     AS category,
       v.purpose      AS purpose,
       v.entry_id     AS entry_id,
       v.kind         AS kind,
       v.programme    AS programme,
       v.amount       AS amount,
       v.budget_year  AS budget_year,
       v.posted_on    AS posted_on
FROM   vouchers AS v
WHERE  v.kind IN ('payment', 'pledged', 'received')
