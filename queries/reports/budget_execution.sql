/*
title       = "Thực hiện dự toán trong quý và lũy kế"
description = "Ngân sách nhà nước thực hiện kế hoạch, đồng, theo khoản và theo nhiệm vụ chi. Năm và quý ngân sách là năm, quý dương lịch chứa ngày cuối của kỳ báo cáo. Dự toán là số được sử dụng đến cuối quý; thực hiện là số đã thanh toán và tạm ứng chưa thu hồi; ô trống là chưa có báo cáo nào, không phải bằng 0. Không theo bộ lọc đang chọn."
labels      = { budget_year = "Năm", quarter = "Quý", until_day = "Đến hết ngày", cut = "Mã cách chia", divided = "Chia theo", code = "Mã", content = "Nội dung", allotted = "Dự toán năm (đồng)", in_quarter = "Thực hiện quý (đồng)", so_far = "Lũy kế từ đầu năm (đồng)", quarter_last_year = "Thực hiện quý, cùng kỳ năm trước (đồng)", so_far_last_year = "Lũy kế cùng kỳ năm trước (đồng)" }

[parameters.last_day]
type = "date"
*/
WITH asked AS (
  SELECT CAST(extract(year FROM $last_day) AS BIGINT)    AS budget_year,
         CAST(extract(quarter FROM $last_day) AS BIGINT) AS quarter
), years AS (
  SELECT q.budget_year AS asked_year, q.budget_year AS budget_year, q.quarter AS quarter, 1 AS own
  FROM   asked AS q
  UNION ALL
  SELECT q.budget_year AS asked_year, q.budget_year - 1 AS budget_year, q.quarter AS quarter, 0 AS own
  FROM   asked AS q
), told AS (
  -- quarters of which some body has sent a report on its money
  SELECT extract(year FROM b.last_day) AS budget_year, extract(quarter FROM b.last_day) AS quarter, 0 AS nothing
  FROM   obligations AS b
  WHERE  b.report = 'budget_report' AND b.received_on IS NOT NULL
  GROUP  BY extract(year FROM b.last_day), extract(quarter FROM b.last_day)
), begun AS (
  SELECT t.budget_year AS budget_year, min(t.quarter) AS quarter
  FROM   told AS t
  GROUP  BY t.budget_year
), known AS (
  -- 0 where some body has reported, nothing where none has: what nobody has reported is no 0
  SELECT y.asked_year AS asked_year, y.budget_year AS budget_year, y.quarter AS quarter, y.own AS own,
         t.nothing AS in_quarter,
         CASE WHEN b.quarter <= y.quarter THEN 0 END AS so_far
  FROM   years AS y
  LEFT   JOIN told AS t ON t.budget_year = y.budget_year AND t.quarter = y.quarter
  LEFT   JOIN begun AS b ON b.budget_year = y.budget_year
), signed AS (
  SELECT m.budget_year AS budget_year,
         CAST(extract(quarter FROM m.day) AS BIGINT) AS quarter,
         m.category    AS category,
         m.purpose     AS purpose,
         CASE WHEN m.item = 'available' THEN m.amount END AS allotted,
         CASE WHEN m.item IN ('paid', 'advances') THEN m.amount END AS spent
  FROM   budget_movements AS m
  WHERE  m.item IN ('available', 'paid', 'advances')
), lines AS (
  SELECT 'total' AS cut, '' AS code, s.budget_year AS budget_year, s.quarter AS quarter, s.allotted AS allotted, s.spent AS spent
  FROM   signed AS s
  UNION ALL
  SELECT 'category', coalesce(s.category, ''), s.budget_year, s.quarter, s.allotted, s.spent
  FROM   signed AS s
  UNION ALL
  SELECT 'purpose', coalesce(s.purpose, ''), s.budget_year, s.quarter, s.allotted, s.spent
  FROM   signed AS s
), sums AS (
  -- a year before of which there is no voucher has no sum, not 0
  SELECT y.asked_year AS asked_year, y.quarter AS quarter, l.cut AS cut, l.code AS code,
         sum(CASE WHEN y.own = 1 THEN l.allotted END) AS allotted,
         sum(CASE WHEN y.own = 1 AND l.quarter = y.quarter THEN coalesce(l.spent, y.in_quarter) WHEN y.own = 1 THEN y.in_quarter END) AS in_quarter,
         sum(CASE WHEN y.own = 1 THEN coalesce(l.spent, y.so_far) END) AS so_far,
         sum(CASE WHEN y.own = 0 AND l.quarter = y.quarter THEN coalesce(l.spent, y.in_quarter) WHEN y.own = 0 THEN y.in_quarter END) AS quarter_last_year,
         sum(CASE WHEN y.own = 0 THEN coalesce(l.spent, y.so_far) END) AS so_far_last_year
  FROM   lines AS l
  JOIN   known AS y ON y.budget_year = l.budget_year AND l.quarter <= y.quarter
  GROUP  BY y.asked_year, y.quarter, l.cut, l.code
)
SELECT s.asked_year AS budget_year,
       s.quarter     AS quarter,
       CASE s.quarter WHEN 1 THEN make_date(s.asked_year, 3, 31) WHEN 2 THEN make_date(s.asked_year, 6, 30)
                      WHEN 3 THEN make_date(s.asked_year, 9, 30) ELSE make_date(s.asked_year, 12, 31) END AS until_day,
       s.cut         AS cut,
       CASE s.cut WHEN 'total' THEN 'Tổng số' WHEN 'category' THEN 'Khoản' ELSE 'Nhiệm vụ chi' END AS divided,
       s.code        AS code,
       coalesce(c.name, CASE s.cut WHEN 'total' THEN 'Chi ngân sách nhà nước' WHEN 'category' THEN 'Khoản chưa xác định' ELSE 'Nhiệm vụ chi chưa xác định' END) AS content,
       s.allotted    AS allotted,
       s.in_quarter  AS in_quarter,
       s.so_far      AS so_far,
       s.quarter_last_year AS quarter_last_year,
       s.so_far_last_year  AS so_far_last_year
FROM   sums AS s
LEFT   JOIN codes AS c ON c.list = s.cut AND c.code = s.code AND c.valid_from <= make_date(s.asked_year, 12, 31) AND (c.valid_to IS NULL OR c.valid_to >= make_date(s.asked_year, 12, 31))
ORDER  BY s.cut DESC, s.code
