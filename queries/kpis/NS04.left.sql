/*
title      = "Dự toán còn lại sau khi chuyển nguồn, hủy dự toán"
definition = "Dự toán được sử dụng trong năm trừ số đã thanh toán, tạm ứng chưa thu hồi, kinh phí chuyển nguồn sang năm sau (không kể tạm ứng) và dự toán bị hủy; chỉ tính ngân sách nhà nước. Số âm là chi vượt dự toán; trong số chung, phần chi vượt của đơn vị này trừ vào phần còn lại của đơn vị khác. Hết thời gian chỉnh lý quyết toán, từng đơn vị phải bằng 0. Báo cáo kinh phí chưa gửi thì phần đã chi trong đó còn nằm trong số này."
unit       = "money"
better     = "neither"
reports    = ["budget_report"]
key        = "entry_id"
value      = { available = "year_to_date", spent = "year_to_date", put_away = "year_to_date" }
labels     = { available = "dự toán được sử dụng trong năm", spent = "đã thanh toán và tạm ứng chưa thu hồi (ghi âm)", put_away = "chuyển nguồn và hủy dự toán (ghi âm)" }
calendars  = ["budget"]
since      = 2023-01-01
*/
SELECT m.day          AS day,
       CASE WHEN m.item = 'available' THEN m.amount END AS available,
       CASE WHEN m.item IN ('paid', 'advances') THEN -m.amount END AS spent,
       CASE WHEN m.item IN ('carried_out', 'cancelled') THEN -m.amount END AS put_away,
       m.organization AS organization,
       m.chapter      AS chapter,
       m.category     AS category,
       m.purpose      AS purpose,
       m.entry_id     AS entry_id,
       m.kind         AS kind,
       m.budget_year  AS budget_year,
       m.posted_on    AS posted_on
FROM   budget_movements AS m
WHERE  m.item IS NOT NULL
