/*
title       = "Cân đối hàng hóa tịch thu trong kỳ"
description = "Vụ vi phạm trong thương mại điện tử; không theo bộ lọc. Dòng 6 nằm ngoài cân đối."
labels      = { line = "Nội dung", amount = "Trị giá (đồng)" }

[parameters.first_day]
type     = "date"
optional = true

[parameters.last_day]
type     = "date"
optional = true
*/
WITH ends AS (
  SELECT max(s.last_day) AS last_day
  FROM   slots AS s
), lots AS (
  SELECT g.value AS value, g.confiscated_on AS confiscated_on, g.destroyed_on AS destroyed_on, g.disposed_on AS disposed_on,
         coalesce($first_day, make_date(1900, 1, 1))        AS first_day,
         least(coalesce($last_day, e.last_day), e.last_day) AS last_day
  FROM   goods_lots AS g
  JOIN   ecommerce_cases AS k ON k.case_id = g.case_id
  CROSS  JOIN ends AS e
), told AS (
  SELECT l.value AS value, l.first_day AS first_day, l.last_day AS last_day, l.confiscated_on AS confiscated_on,
         -- a lot leaves once: by what came first
         least(coalesce(l.destroyed_on, l.disposed_on), coalesce(l.disposed_on, l.destroyed_on)) AS left_on,
         CASE WHEN l.destroyed_on IS NOT NULL AND (l.disposed_on IS NULL OR l.destroyed_on <= l.disposed_on) THEN 1 ELSE 0 END AS destroyed
  FROM   lots AS l
), sums AS (
  SELECT sum(CASE WHEN t.confiscated_on < t.first_day AND (t.left_on IS NULL OR t.left_on >= t.first_day) THEN t.value ELSE 0 END) AS opening,
         sum(CASE WHEN t.confiscated_on >= t.first_day AND t.confiscated_on <= t.last_day THEN t.value ELSE 0 END) AS confiscated,
         sum(CASE WHEN t.confiscated_on IS NOT NULL AND t.left_on >= t.first_day AND t.left_on <= t.last_day AND t.destroyed = 1 THEN t.value ELSE 0 END) AS destroyed,
         sum(CASE WHEN t.confiscated_on IS NOT NULL AND t.left_on >= t.first_day AND t.left_on <= t.last_day AND t.destroyed = 0 THEN t.value ELSE 0 END) AS disposed,
         sum(CASE WHEN t.confiscated_on <= t.last_day AND (t.left_on IS NULL OR t.left_on > t.last_day) THEN t.value ELSE 0 END) AS closing,
         sum(CASE WHEN t.confiscated_on IS NULL AND t.left_on >= t.first_day AND t.left_on <= t.last_day THEN t.value ELSE 0 END) AS apart
  FROM   told AS t
), items AS (
  SELECT 1 AS place, '1. Tồn đầu kỳ' AS line, s.opening AS amount FROM sums AS s
  UNION ALL SELECT 2, '2. Tịch thu trong kỳ', s.confiscated FROM sums AS s
  UNION ALL SELECT 3, '3. Tiêu hủy', s.destroyed FROM sums AS s
  UNION ALL SELECT 4, '4. Bán, chuyển giao', s.disposed FROM sums AS s
  UNION ALL SELECT 5, '5. Tồn cuối kỳ (1 + 2 − 3 − 4)', s.closing FROM sums AS s
  UNION ALL SELECT 6, '6. Đã xử lý, không có ngày tịch thu', s.apart FROM sums AS s
)
SELECT i.line AS line, i.amount AS amount
FROM   items AS i
ORDER  BY i.place
