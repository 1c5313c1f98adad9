/*
title       = "Các đơn vị chậm nhiều nhất trong 12 tháng (tối đa 15)"
description = "Mười lăm đơn vị thiếu báo cáo nhiều nhất, rồi gửi chậm nhiều nhất. Mỗi ô là một đơn vị trong một tháng đến hạn của mười hai tháng gần nhất: chưa gửi nếu còn thiếu báo cáo, chậm nếu có báo cáo gửi chậm. Không theo kỳ và bộ lọc đang chọn."
labels      = { member = "Đơn vị", period = "Tháng đến hạn", state = "Tình trạng", text = "Đúng hạn/đến hạn" }
*/
WITH ends AS (
  SELECT max(s.last_day) AS last_day
  FROM   slots AS s
), due AS (
  SELECT o.name AS member, r.organization AS organization,
         CAST(extract(year FROM r.due_on) * 12 + extract(month FROM r.due_on) AS BIGINT) AS month_number,
         substr(CAST(r.due_on AS VARCHAR), 1, 7) AS period,
         CASE WHEN r.received_on IS NULL THEN 1 ELSE 0 END AS missing,
         CASE WHEN r.received_on > r.due_on THEN 1 ELSE 0 END AS late,
         CAST(extract(year FROM e.last_day) * 12 + extract(month FROM e.last_day) AS BIGINT) AS last_number
  FROM   reports AS r
  CROSS  JOIN ends AS e
  JOIN   organization_names AS o ON o.code = r.organization AND o.first_day <= r.due_on AND (o.last_day IS NULL OR o.last_day >= r.due_on)
  WHERE  r.due_on <= e.last_day
), recent AS (
  SELECT d.member AS member, d.organization AS organization, d.period AS period, d.missing AS missing, d.late AS late
  FROM   due AS d
  WHERE  d.month_number > d.last_number - 12
), worst AS (
  SELECT r.member AS member, max(r.organization) AS organization, sum(r.missing) AS missing, sum(r.late) AS late, 1 AS every
  FROM   recent AS r
  GROUP  BY r.member
  HAVING sum(r.missing) + sum(r.late) > 0
  ORDER  BY missing DESC, late DESC, member
  LIMIT  15
), months AS (
  SELECT DISTINCT r.period AS period, 1 AS every
  FROM   recent AS r
)
-- a body that owes nothing in a month says so
SELECT w.member AS member,
       m.period AS period,
       CASE WHEN count(r.member) = 0 THEN 'not_owed' WHEN sum(r.missing) > 0 THEN 'missing' WHEN sum(r.late) > 0 THEN 'late' ELSE 'on_time' END AS state,
       CASE WHEN count(r.member) > 0 THEN CAST(count(r.member) - sum(r.missing) - sum(r.late) AS VARCHAR) || '/' || CAST(count(r.member) AS VARCHAR) END AS text,
       'BC01' AS kpi,
       w.organization AS organization
FROM   worst AS w
JOIN   months AS m ON m.every = w.every
LEFT   JOIN recent AS r ON r.member = w.member AND r.period = m.period
GROUP  BY w.member, w.organization, w.missing, w.late, m.period
-- months first: what stands after a unique member is not sorted by
ORDER  BY m.period, w.missing DESC, w.late DESC, w.member
