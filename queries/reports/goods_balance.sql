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
), sums AS (
  -- one row, so that the lots are gone through once and not for each line
  SELECT 1                              AS whole,
         sum(c.opening)                 AS opening,
         sum(c.confiscated)             AS confiscated,
         sum(c.entered - c.confiscated) AS otherwise,
         sum(c.destroyed)               AS destroyed,
         sum(c.disposed)                AS disposed,
         sum(c.closing)                 AS closing,
         sum(c.opening * c.value)       AS opening_value,
         sum(c.confiscated * c.value)   AS confiscated_value,
         sum((c.entered - c.confiscated) * c.value) AS otherwise_value,
         sum(c.destroyed * c.value)     AS destroyed_value,
         sum(c.disposed * c.value)      AS disposed_value,
         sum(c.closing * c.value)       AS closing_value
  FROM   counted AS c
  HAVING count(*) > 0
), lines AS (
  SELECT 1 AS whole, v.place AS place, v.line AS line, v.kpi AS kpi
  FROM   (VALUES (1, '1. Tồn đầu kỳ', 'TP04.pending'), (2, '2. Tịch thu trong kỳ', 'TP04.confiscated'),
                 (3, '3. Đã xử lý, không qua tịch thu', 'TP04.confiscated'), (4, '4. Tiêu hủy', 'TP04.destroyed'),
                 (5, '5. Bán, chuyển giao', 'TP04.disposed'), (6, '6. Tồn cuối kỳ (1 + 2 + 3 − 4 − 5)', 'TP04.pending')) AS v(place, line, kpi)
)
SELECT l.line AS line,
       CASE l.place WHEN 1 THEN s.opening WHEN 2 THEN s.confiscated WHEN 3 THEN s.otherwise
                    WHEN 4 THEN s.destroyed WHEN 5 THEN s.disposed ELSE s.closing END AS lots,
       CASE l.place WHEN 1 THEN s.opening_value WHEN 2 THEN s.confiscated_value WHEN 3 THEN s.otherwise_value
                    WHEN 4 THEN s.destroyed_value WHEN 5 THEN s.disposed_value ELSE s.closing_value END AS amount,
       l.kpi AS kpi
FROM   lines AS l
JOIN   sums AS s ON s.whole = l.whole
ORDER  BY l.place
