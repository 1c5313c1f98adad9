/*
title       = "Tồn đầu kỳ cộng phát hiện bằng đã xử lý cộng tồn cuối kỳ"
description = "Với từng khoảng từ ngày 01 đến ngày 14, từ ngày 15 đến hết tháng và mỗi đơn vị chủ trì: số vụ tồn đầu kỳ cộng số vụ phát hiện phải bằng số vụ đã xử lý, chuyển cơ quan khác cộng số vụ tồn cuối kỳ. Lệch khi có vụ được xử lý trước ngày lập biên bản."
labels      = { organization = "Đơn vị chủ trì", first_day = "Từ ngày", last_day = "Đến ngày", carried = "Tồn đầu kỳ", detected = "Phát hiện", handled = "Đã xử lý, chuyển cơ quan khác", open_at_end = "Tồn cuối kỳ" }
*/
WITH counted AS (
  SELECT l.organization AS organization,
         s.first_day    AS first_day,
         s.last_day     AS last_day,
         sum(CASE WHEN l.record_on < s.first_day AND (l.done_on IS NULL OR l.done_on >= s.first_day) THEN 1 ELSE 0 END) AS carried,
         sum(CASE WHEN l.record_on BETWEEN s.first_day AND s.last_day THEN 1 ELSE 0 END) AS detected,
         sum(CASE WHEN l.done_on BETWEEN s.first_day AND s.last_day THEN 1 ELSE 0 END)   AS handled,
         sum(CASE WHEN l.record_on <= s.last_day AND (l.done_on IS NULL OR l.done_on > s.last_day) THEN 1 ELSE 0 END) AS open_at_end
  FROM   case_lives AS l
  JOIN   slots AS s ON l.record_on <= s.last_day OR l.done_on <= s.last_day
  GROUP  BY l.organization, s.first_day, s.last_day
)
SELECT c.organization, c.first_day, c.last_day, c.carried, c.detected, c.handled, c.open_at_end
FROM   counted AS c
WHERE  c.carried + c.detected <> c.handled + c.open_at_end
ORDER  BY c.first_day, c.organization
