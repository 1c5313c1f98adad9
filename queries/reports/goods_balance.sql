/*
title       = "Cân đối hàng hóa tịch thu trong kỳ"
description = "Vụ vi phạm trong thương mại điện tử, không theo bộ lọc. Các dòng 2, 4, 5, 6 là số của các chỉ tiêu về trị giá hàng hóa. Dòng 3 là hàng bị buộc tiêu hủy hoặc đã bán, chuyển giao mà không có ngày tịch thu: tính vào và tính ra trong cùng ngày."
labels      = { line = "Nội dung", lots = "Số lô", amount = "Trị giá (đồng)" }

[parameters.first_day]
type     = "date"
optional = true

[parameters.last_day]
type     = "date"
optional = true
*/
WITH asked AS (
  SELECT coalesce($first_day, make_date(1900, 1, 1))                            AS first_day,
         least(coalesce($last_day, max(s.last_day)), max(s.last_day)) AS last_day
  FROM   slots AS s
), counted AS (
  SELECT l.value AS value,
         CASE WHEN l.entered_on < a.first_day AND (l.left_on IS NULL OR l.left_on >= a.first_day) THEN 1 ELSE 0 END AS opening,
         CASE WHEN l.confiscated_on BETWEEN a.first_day AND a.last_day THEN 1 ELSE 0 END                            AS confiscated,
         CASE WHEN l.entered_on BETWEEN a.first_day AND a.last_day THEN 1 ELSE 0 END                                AS entered,
         CASE WHEN l.left_on BETWEEN a.first_day AND a.last_day AND l.left_by = 'destroyed' THEN 1 ELSE 0 END       AS destroyed,
         CASE WHEN l.left_on BETWEEN a.first_day AND a.last_day AND l.left_by = 'disposed' THEN 1 ELSE 0 END        AS disposed,
         CASE WHEN l.entered_on <= a.last_day AND (l.left_on IS NULL OR l.left_on > a.last_day) THEN 1 ELSE 0 END   AS closing
  FROM   goods_lives AS l
  CROSS  JOIN asked AS a
), items AS (
  SELECT 1 AS place, '1. Tồn đầu kỳ' AS line, c.opening AS lots, c.value AS value FROM counted AS c
  UNION ALL SELECT 2, '2. Tịch thu trong kỳ', c.confiscated, c.value FROM counted AS c
  UNION ALL SELECT 3, '3. Đã xử lý, không qua tịch thu', c.entered - c.confiscated, c.value FROM counted AS c
  UNION ALL SELECT 4, '4. Tiêu hủy', c.destroyed, c.value FROM counted AS c
  UNION ALL SELECT 5, '5. Bán, chuyển giao', c.disposed, c.value FROM counted AS c
  UNION ALL SELECT 6, '6. Tồn cuối kỳ (1 + 2 + 3 − 4 − 5)', c.closing, c.value FROM counted AS c
)
SELECT i.line                AS line,
       sum(i.lots)           AS lots,
       sum(i.lots * i.value) AS amount
FROM   items AS i
GROUP  BY i.place, i.line
ORDER  BY i.place
