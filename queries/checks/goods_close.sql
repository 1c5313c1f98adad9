/*
title       = "Hàng hóa tịch thu: tồn đầu kỳ, tăng, giảm khớp với tồn cuối kỳ"
description = "Với từng khoảng từ ngày 01 đến ngày 14, từ ngày 15 đến hết tháng: tồn đầu kỳ cộng tịch thu, trừ tiêu hủy, trừ bán, chuyển giao phải bằng tồn cuối kỳ. Không khớp khi một lô vừa tiêu hủy vừa bán, chuyển giao hoặc được xử lý trước ngày tịch thu."
period      = "last_day"
labels      = { last_day = "Đến ngày", opening = "Tồn đầu kỳ (đồng)", confiscated = "Tịch thu (đồng)", destroyed = "Tiêu hủy (đồng)", disposed = "Bán, chuyển giao (đồng)", closing = "Tồn cuối kỳ (đồng)" }
*/
WITH sums AS (
  SELECT s.first_day AS first_day, s.last_day AS last_day,
         sum(CASE WHEN g.confiscated_on < s.first_day AND (g.destroyed_on IS NULL OR g.destroyed_on >= s.first_day)
                   AND (g.disposed_on IS NULL OR g.disposed_on >= s.first_day) THEN g.value ELSE 0 END) AS opening,
         sum(CASE WHEN g.confiscated_on >= s.first_day THEN g.value ELSE 0 END) AS confiscated,
         sum(CASE WHEN g.destroyed_on >= s.first_day AND g.destroyed_on <= s.last_day THEN g.value ELSE 0 END) AS destroyed,
         sum(CASE WHEN g.disposed_on >= s.first_day AND g.disposed_on <= s.last_day THEN g.value ELSE 0 END)   AS disposed,
         sum(CASE WHEN (g.destroyed_on IS NULL OR g.destroyed_on > s.last_day)
                   AND (g.disposed_on IS NULL OR g.disposed_on > s.last_day) THEN g.value ELSE 0 END)          AS closing
  FROM   goods_lots AS g
  JOIN   ecommerce_cases AS k ON k.case_id = g.case_id
  JOIN   slots AS s ON g.confiscated_on <= s.last_day
  GROUP  BY s.first_day, s.last_day
)
SELECT t.last_day, t.opening, t.confiscated, t.destroyed, t.disposed, t.closing
FROM   sums AS t
WHERE  t.opening + t.confiscated - t.destroyed - t.disposed <> t.closing
ORDER  BY t.last_day
