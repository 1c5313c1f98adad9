/*
title       = "Tỷ lệ giải ngân kinh phí thực hiện kế hoạch"
definition  = "Tỷ lệ tổng số đã thanh toán trong năm ngân sách và tạm ứng chưa thu hồi trên dự toán được sử dụng trong năm (dự toán giao đầu năm, bổ sung, điều chỉnh trong năm và kinh phí năm trước chuyển sang). Chỉ tính ngân sách nhà nước; hai nguồn kinh phí còn lại không có dự toán riêng cho kế hoạch."
unit        = "percent"
better      = "higher"
reports     = ["budget_report"]
key         = "entry_id"
numerator   = { paid = "year_to_date", advance = "last" }
denominator = { available = { over = "year_to_date", ignores = ["stage"] } }
labels      = { paid = "đã thanh toán", advance = "tạm ứng chưa thu hồi", available = "dự toán được sử dụng trong năm" }
units       = { paid = "money", advance = "money", available = "money" }
calendars   = ["budget"]
since       = 2023-01-01
pace        = "year"                   # beside what is spent stands how much of the budget year is over
*/
SELECT v.day          AS day,
       CASE WHEN v.kind = 'payment' THEN v.amount END  AS paid,
       CAST(NULL AS DECIMAL(18, 0))                    AS advance,
       CASE WHEN v.kind <> 'payment' THEN v.amount END AS available,
       v.organization AS organization,
       v.chapter      AS chapter,
       v.category     AS category,
       v.purpose      AS purpose,
       v.stage        AS stage,
       v.entry_id     AS entry_id,
       v.kind         AS kind,
       v.budget_year  AS budget_year,
       v.posted_on    AS posted_on
FROM   vouchers AS v
WHERE  v.source = 'state'
AND    v.kind IN ('payment', 'initial', 'supplement', 'adjustment', 'carried_in')
UNION ALL
SELECT b.last_day AS day, NULL, b.outstanding, NULL, b.organization, b.chapter, b.category, b.purpose, b.stage, b.advance_id, 'advance', b.budget_year, b.posted_on
FROM   advance_balances AS b
WHERE  b.source = 'state'
AND    b.outstanding <> 0
-- until January's settlement is over an advance belongs to its own budget year, whose last slot holds it
AND    NOT (extract(month FROM b.last_day) = 1 AND extract(year FROM b.last_day) > b.budget_year)
