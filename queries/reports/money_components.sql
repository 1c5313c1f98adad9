/*
title       = "Các khoản tiền xử lý vi phạm theo năm báo cáo"
description = "Từng khoản ghi riêng, đồng, không cộng với nhau: tiền phạt theo quyết định (đã trừ quyết định bị hủy bỏ); (a) tiền phạt đã nộp; (b) tiền bán hàng hóa tịch thu; (c) số lợi bất hợp pháp nộp lại; (d) tiền chậm nộp phạt; (e) trị giá hàng hóa tiêu hủy; (f) trị giá hàng hóa tịch thu chờ xử lý là số tồn cuối năm. Số 0 là không phát sinh theo các báo cáo đã nhận; năm đầu và năm đang thực hiện không đủ 12 tháng số liệu. Năm từ 15/12 năm trước đến 14/12; tính đến ngày cập nhật số liệu, không theo kỳ và bộ lọc đang chọn."
labels      = { year = "Năm", fined = "Phạt theo quyết định", paid = "Phạt đã nộp (a)", confiscated_sale = "Bán hàng tịch thu (b)", illegal_gain = "Lợi bất hợp pháp nộp lại (c)", late_interest = "Chậm nộp phạt (d)", destroyed = "Hàng tiêu hủy (e)", pending = "Hàng chờ xử lý (f)" }
*/
WITH online AS (
  SELECT d.decision_id AS decision_id, d.decided_on AS decided_on, d.annulled_on AS annulled_on, d.fine AS fine
  FROM   decisions AS d
  JOIN   ecommerce_cases AS k ON k.case_id = d.case_id
), events AS (
  SELECT o.decided_on AS day, 'fined' AS component, o.fine AS amount
  FROM   online AS o
  UNION ALL
  SELECT o.annulled_on, 'fined', -o.fine
  FROM   online AS o
  WHERE  o.annulled_on IS NOT NULL
  UNION ALL
  SELECT p.paid_on, p.kind, p.amount
  FROM   ecommerce_payments AS p
  UNION ALL
  SELECT g.left_on, g.left_by, g.value
  FROM   goods_lives AS g
  WHERE  g.left_by = 'destroyed'
), known AS (
  -- a year begins on 15 December: seventeen days later it is another one by the calendar too
  SELECT CAST(extract(year FROM CAST(e.day + INTERVAL '17' DAY AS DATE)) AS BIGINT) AS year, e.component AS component, e.amount AS amount
  FROM   events AS e
  JOIN   calendar AS c ON c.day = e.day AND c.slot IS NOT NULL
), flows AS (
  SELECT k.year AS year,
         sum(CASE WHEN k.component = 'fined' THEN k.amount ELSE 0 END)            AS fined,
         sum(CASE WHEN k.component = 'fine' THEN k.amount ELSE 0 END)             AS paid,
         sum(CASE WHEN k.component = 'confiscated_sale' THEN k.amount ELSE 0 END) AS confiscated_sale,
         sum(CASE WHEN k.component = 'illegal_gain' THEN k.amount ELSE 0 END)     AS illegal_gain,
         sum(CASE WHEN k.component = 'late_interest' THEN k.amount ELSE 0 END)    AS late_interest,
         sum(CASE WHEN k.component = 'destroyed' THEN k.amount ELSE 0 END)        AS destroyed
  FROM   known AS k
  GROUP  BY k.year
), year_ends AS (
  SELECT CAST(extract(year FROM CAST(s.last_day + INTERVAL '17' DAY AS DATE)) AS BIGINT) AS year, max(s.last_day) AS last_day
  FROM   slots AS s
  GROUP  BY CAST(extract(year FROM CAST(s.last_day + INTERVAL '17' DAY AS DATE)) AS BIGINT)
), stocks AS (
  SELECT y.year AS year, sum(g.value) AS pending
  FROM   year_ends AS y
  JOIN   slots AS s ON s.last_day = y.last_day
  JOIN   goods_lives AS g ON g.entered_on <= s.last_day AND (g.left_on IS NULL OR g.left_on > s.last_day)
  GROUP  BY y.year
)
SELECT f.year             AS year,
       f.fined            AS fined,
       f.paid             AS paid,
       f.confiscated_sale AS confiscated_sale,
       f.illegal_gain     AS illegal_gain,
       f.late_interest    AS late_interest,
       f.destroyed        AS destroyed,
       coalesce(s.pending, 0) AS pending,
       'TP01'             AS kpi
FROM   flows AS f
LEFT   JOIN stocks AS s ON s.year = f.year
ORDER  BY f.year DESC
