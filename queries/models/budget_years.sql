-- Each budget year of each body, state money: what it might spend, and what became of it (`budget_movements`).
WITH sums AS (
  SELECT m.budget_year    AS budget_year,
         m.organization   AS organization,
         max(m.posted_on) AS posted_on,
         sum(CASE WHEN m.kind = 'initial' THEN m.amount ELSE 0 END)     AS initial,
         sum(CASE WHEN m.kind = 'supplement' THEN m.amount ELSE 0 END)  AS supplement,
         sum(CASE WHEN m.kind = 'adjustment' THEN m.amount ELSE 0 END)  AS adjustment,
         sum(CASE WHEN m.kind = 'carried_in' THEN m.amount ELSE 0 END)  AS carried_in,
         sum(CASE WHEN m.item = 'available' THEN m.amount ELSE 0 END)   AS available,
         sum(CASE WHEN m.item = 'paid' THEN m.amount ELSE 0 END)        AS paid,
         sum(CASE WHEN m.item = 'advances' THEN m.amount ELSE 0 END)    AS advances,
         sum(CASE WHEN m.item = 'carried_out' THEN m.amount ELSE 0 END) AS carried_out,
         sum(CASE WHEN m.item = 'cancelled' THEN m.amount ELSE 0 END)   AS cancelled
  FROM   budget_movements AS m
  GROUP  BY m.budget_year, m.organization
)
SELECT s.budget_year  AS budget_year,
       s.organization AS organization,
       s.posted_on    AS posted_on,            -- the last voucher's day
       s.initial      AS initial,
       s.supplement   AS supplement,
       s.adjustment   AS adjustment,
       s.carried_in   AS carried_in,
       s.available    AS available,
       s.paid         AS paid,
       s.advances     AS advances,
       s.carried_out  AS carried_out,
       s.cancelled    AS cancelled,
       s.available - s.paid - s.advances - s.carried_out - s.cancelled AS left_over
FROM   sums AS s
