/*
title       = "Số liệu đã công bố khớp với số tính lại từ hồ sơ"
description = "Số đã công bố được giữ nguyên, ghi bên cạnh số tính lại từ hồ sơ; liệt kê các số chênh lệch để đính chính hoặc giải trình."
labels      = { document = "Văn bản", organization = "Đơn vị công bố", indicator = "Nội dung", first_day = "Từ ngày", last_day = "Đến ngày", published = "Số đã công bố", recomputed = "Số tính lại", difference = "Chênh lệch" }
*/
WITH events AS (
  SELECT 'inspected' AS indicator, k.inspected_on AS day, k.case_id AS case_id
  FROM   ecommerce_cases AS k
  UNION ALL
  SELECT 'detected', k.record_on, k.case_id
  FROM   ecommerce_cases AS k
), recomputed AS (
  SELECT t.total_id AS total_id, count(e.case_id) AS recomputed
  FROM   published_totals AS t
  LEFT   JOIN events AS e ON e.indicator = t.indicator AND e.day BETWEEN t.first_day AND t.last_day
  GROUP  BY t.total_id
)
SELECT t.document, t.organization, t.indicator, t.first_day, t.last_day,
       t.amount                AS published,
       r.recomputed            AS recomputed,
       t.amount - r.recomputed AS difference
FROM   published_totals AS t
JOIN   recomputed AS r ON r.total_id = t.total_id
WHERE  t.amount <> r.recomputed
ORDER  BY t.first_day, t.indicator
