-- For each body that spent more state money in a budget year than it was allotted: the voucher with which it last went beyond.
-- One row a body and year: who came back in between went beyond more than once. Spent is what `budget_years` adds up: paid, and
-- advances that are not settled.
WITH spendings AS (
  SELECT v.budget_year AS budget_year, v.organization AS organization, v.posted_on AS posted_on, v.entry_id AS entry_id,
         -- a recovery and the payment that settles it are one event: the recovery is taken off first
         CASE WHEN v.kind = 'recovery' THEN 0 ELSE 1 END AS place,
         CASE WHEN v.kind = 'recovery' THEN -v.amount ELSE v.amount END AS amount
  FROM   vouchers AS v
  LEFT   JOIN vouchers AS a ON a.advance_id = v.advance_id AND a.kind = 'advance' AND a.budget_year = v.budget_year
  WHERE  v.source = 'state'
  AND    (v.kind IN ('payment', 'advance') OR v.kind = 'recovery' AND a.advance_id IS NOT NULL)
), courses AS (
  SELECT s.budget_year AS budget_year, s.organization AS organization, s.posted_on AS posted_on, s.entry_id AS entry_id, s.amount AS amount,
         sum(s.amount) OVER (PARTITION BY s.budget_year, s.organization ORDER BY s.posted_on, s.place, s.entry_id
                             ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS so_far
  FROM   spendings AS s
), crossings AS (
  SELECT c.budget_year AS budget_year, c.organization AS organization, c.entry_id AS entry_id,
         row_number() OVER (PARTITION BY c.budget_year, c.organization ORDER BY c.posted_on DESC, c.entry_id DESC) AS latest
  FROM   courses AS c
  JOIN   budget_years AS b ON b.budget_year = c.budget_year AND b.organization = c.organization
  WHERE  c.so_far > b.available
  AND    c.so_far - c.amount <= b.available
)
SELECT c.budget_year AS budget_year, c.organization AS organization, c.entry_id AS entry_id
FROM   crossings AS c
WHERE  c.latest = 1
