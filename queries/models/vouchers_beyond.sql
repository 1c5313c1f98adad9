-- For each body that spent more state money in a budget year than it was allotted: the voucher with which it last went beyond.
-- One row a body and year: who came back in between went beyond more than once. Spent is what `budget_years` adds up: paid, and
-- advances that are not settled.
WITH spendings AS (
  SELECT m.budget_year AS budget_year, m.organization AS organization, m.posted_on AS posted_on, m.entry_id AS entry_id,
         -- a recovery and the payment that settles it are one event: the recovery is taken off first
         CASE WHEN m.kind = 'recovery' THEN 0 ELSE 1 END AS place,
         m.amount AS amount
  FROM   budget_movements AS m
  WHERE  m.item IN ('paid', 'advances')
), courses AS (
  SELECT s.budget_year AS budget_year, s.organization AS organization, s.posted_on AS posted_on, s.entry_id AS entry_id, s.amount AS amount,
         sum(s.amount) OVER (PARTITION BY s.budget_year, s.organization ORDER BY s.posted_on, s.place, s.entry_id
                             ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS so_far
  FROM   spendings AS s
), crossings AS (
  SELECT c.budget_year AS budget_year, c.organization AS organization, c.entry_id AS entry_id, c.posted_on AS posted_on,
         row_number() OVER (PARTITION BY c.budget_year, c.organization ORDER BY c.posted_on DESC, c.entry_id DESC) AS latest
  FROM   courses AS c
  JOIN   budget_years AS b ON b.budget_year = c.budget_year AND b.organization = c.organization
  WHERE  c.so_far > b.available
  AND    c.so_far - c.amount <= b.available
)
SELECT c.budget_year AS budget_year, c.organization AS organization, c.entry_id AS entry_id, c.posted_on AS posted_on
FROM   crossings AS c
WHERE  c.latest = 1
