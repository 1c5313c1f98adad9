/*
title      = "Dự toán còn lại"
definition = "Dự toán được sử dụng trong năm trừ số đã thanh toán, tạm ứng chưa thu hồi, kinh phí chuyển nguồn sang năm sau (không kể tạm ứng) và dự toán bị hủy; chỉ tính ngân sách nhà nước. Số âm là chi vượt dự toán. Hết thời gian chỉnh lý quyết toán phải bằng 0. Báo cáo kinh phí chưa gửi thì phần đã chi trong đó còn nằm trong số này."
unit       = "money"
better     = "neither"
reports    = ["budget_report"]
key        = "entry_id"
value      = { available = "year_to_date", spent = "year_to_date", put_away = "year_to_date" }
labels     = { available = "dự toán được sử dụng trong năm", spent = "đã thanh toán và tạm ứng chưa thu hồi (ghi âm)", put_away = "chuyển nguồn và hủy dự toán (ghi âm)" }
calendars  = ["budget"]
since      = 2023-01-01
*/
SELECT v.day          AS day,
       CASE WHEN v.kind IN ('initial', 'supplement', 'adjustment', 'carried_in') THEN v.amount END AS available,
       -- what is recovered was advanced in this very year: a carried advance is another year's money
       CASE WHEN v.kind IN ('payment', 'advance') THEN -v.amount WHEN v.kind = 'recovery' THEN v.amount END AS spent,
       CASE WHEN v.kind IN ('carried_out', 'cancelled') THEN -v.amount END AS put_away,
       v.organization AS organization,
       v.chapter      AS chapter,
       v.category     AS category,
       v.purpose      AS purpose,
       v.entry_id     AS entry_id,
       v.kind         AS kind,
       v.budget_year  AS budget_year,
       v.posted_on    AS posted_on
FROM   vouchers AS v
LEFT   JOIN vouchers AS a ON a.advance_id = v.advance_id AND a.kind = 'advance' AND a.budget_year = v.budget_year
WHERE  v.source = 'state'
AND    v.kind IN ('initial', 'supplement', 'adjustment', 'carried_in', 'payment', 'advance', 'recovery', 'carried_out', 'cancelled')
AND    NOT (v.kind = 'recovery' AND a.advance_id IS NULL)
-- an advance that is carried over stands under what is advanced
AND    NOT (v.kind = 'carried_out' AND v.advance_id IS NOT NULL)
