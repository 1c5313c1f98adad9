/*
title       = "Tồn đầu kỳ sau bằng tồn cuối kỳ trước"
description = "Với từng khoảng từ ngày 01 đến ngày 14, từ ngày 15 đến hết tháng: số vụ tồn đầu kỳ tính theo ngày đầu kỳ phải bằng số vụ tồn cuối kỳ của khoảng liền trước."
period      = "first_day"
labels      = { first_day = "Từ ngày", opening = "Tồn đầu kỳ", closing_before = "Tồn cuối kỳ trước" }
*/
WITH counted AS (
  SELECT s.first_day AS first_day,
         sum(CASE WHEN l.record_on < s.first_day AND (l.done_on IS NULL OR l.done_on >= s.first_day) THEN 1 ELSE 0 END) AS opening,
         sum(CASE WHEN l.record_on <= s.last_day AND (l.done_on IS NULL OR l.done_on > s.last_day) THEN 1 ELSE 0 END)   AS closing
  FROM   case_lives AS l
  JOIN   slots AS s ON l.record_on <= s.last_day
  GROUP  BY s.first_day
), followed AS (
  SELECT c.first_day AS first_day,
         c.opening   AS opening,
         lag(c.closing) OVER (ORDER BY c.first_day) AS closing_before
  FROM   counted AS c
)
SELECT f.first_day, f.opening, f.closing_before
FROM   followed AS f
WHERE  f.closing_before IS NOT NULL
AND    f.opening <> f.closing_before
ORDER  BY f.first_day
