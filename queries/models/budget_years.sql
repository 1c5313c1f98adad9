-- Each budget year of each body, state money: what it might spend, and what became of it. To the đồng
--   available = paid + advances + carried_out + cancelled + left_over
-- An advance that is not recovered by the end of January goes over with the year: its carried_out voucher names it, and it
-- stands under advances alone.
WITH signed AS (
  SELECT v.budget_year  AS budget_year,
         v.organization AS organization,
         v.posted_on    AS posted_on,
         CASE WHEN v.kind = 'initial' THEN v.amount ELSE 0 END    AS initial,
         CASE WHEN v.kind = 'supplement' THEN v.amount ELSE 0 END AS supplement,
         CASE WHEN v.kind = 'adjustment' THEN v.amount ELSE 0 END AS adjustment,
         CASE WHEN v.kind = 'carried_in' THEN v.amount ELSE 0 END AS carried_in,
         CASE WHEN v.kind = 'payment' THEN v.amount ELSE 0 END    AS paid,
         -- a recovery in the next year takes back that year's carried money, not this year's advance
         CASE WHEN v.kind = 'advance' THEN v.amount
              WHEN v.kind = 'recovery' AND a.advance_id IS NOT NULL THEN -v.amount ELSE 0 END AS advances,
         CASE WHEN v.kind = 'carried_out' AND v.advance_id IS NULL THEN v.amount ELSE 0 END AS carried_out,
         CASE WHEN v.kind = 'cancelled' THEN v.amount ELSE 0 END  AS cancelled
  FROM   vouchers AS v
  LEFT   JOIN vouchers AS a ON a.advance_id = v.advance_id AND a.kind = 'advance' AND a.budget_year = v.budget_year
  WHERE  v.source = 'state'
  AND    v.kind <> 'fine_revenue'
), sums AS (
  SELECT t.budget_year AS budget_year, t.organization AS organization, max(t.posted_on) AS posted_on,
         sum(t.initial) AS initial, sum(t.supplement) AS supplement, sum(t.adjustment) AS adjustment, sum(t.carried_in) AS carried_in,
         sum(t.paid) AS paid, sum(t.advances) AS advances, sum(t.carried_out) AS carried_out, sum(t.cancelled) AS cancelled
  FROM   signed AS t
  GROUP  BY t.budget_year, t.organization
)
SELECT s.budget_year  AS budget_year,
       s.organization AS organization,
       s.posted_on    AS posted_on,            -- the last voucher's day
       s.initial      AS initial,
       s.supplement   AS supplement,
       s.adjustment   AS adjustment,
       s.carried_in   AS carried_in,
       s.initial + s.supplement + s.adjustment + s.carried_in AS available,
       s.paid         AS paid,
       s.advances     AS advances,
       s.carried_out  AS carried_out,
       s.cancelled    AS cancelled,
       s.initial + s.supplement + s.adjustment + s.carried_in - s.paid - s.advances - s.carried_out - s.cancelled AS left_over
FROM   sums AS s
