-- What each voucher of state money does to its budget year: the item of the balance that it belongs to, and with which sign.
-- No other file says which kinds of vouchers make up an item. To the đồng a year has
--   left over = available − paid − advances − carried_out − cancelled.
-- An advance that is not recovered by the end of January goes over with the year: its carried_out voucher names it, and it
-- stands under advances alone. A recovery in the next year takes back that year's carried money, not an advance of its own.
-- Neither moves anything: they have no item.
WITH advances AS (
  SELECT DISTINCT v.advance_id AS advance_id, v.budget_year AS budget_year
  FROM   vouchers AS v
  WHERE  v.kind = 'advance'
)
SELECT v.entry_id     AS entry_id,
       v.budget_year  AS budget_year,
       v.posted_on    AS posted_on,
       v.day          AS day,
       v.organization AS organization,
       v.chapter      AS chapter,
       v.category     AS category,
       v.purpose      AS purpose,
       v.kind         AS kind,
       CASE WHEN v.kind IN ('initial', 'supplement', 'adjustment', 'carried_in') THEN 'available'
            WHEN v.kind = 'payment' THEN 'paid'
            WHEN v.kind = 'advance' OR v.kind = 'recovery' AND a.advance_id IS NOT NULL THEN 'advances'
            WHEN v.kind = 'carried_out' AND v.advance_id IS NULL THEN 'carried_out'
            WHEN v.kind = 'cancelled' THEN 'cancelled' END AS item,
       CASE WHEN v.kind = 'recovery' THEN -v.amount ELSE v.amount END AS amount
FROM   vouchers AS v
LEFT   JOIN advances AS a ON a.advance_id = v.advance_id AND a.budget_year = v.budget_year
WHERE  v.source = 'state'
AND    v.kind <> 'fine_revenue'
