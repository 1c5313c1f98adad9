-- What is left of each advance at the end of each slot: the advance less what has been recovered by then.
SELECT s.slot         AS slot,
       s.last_day     AS last_day,
       a.advance_id   AS advance_id,
       a.entry_id     AS entry_id,
       a.budget_year  AS budget_year,
       a.posted_on    AS posted_on,
       a.due_on       AS due_on,
       a.source       AS source,
       a.organization AS organization,
       a.chapter      AS chapter,
       a.category     AS category,
       a.purpose      AS purpose,
       a.stage        AS stage,
       a.amount - coalesce(sum(r.amount), 0) AS outstanding
FROM   vouchers AS a
JOIN   slots AS s ON a.day <= s.last_day
LEFT   JOIN vouchers AS r ON r.advance_id = a.advance_id AND r.kind = 'recovery' AND r.day <= s.last_day
WHERE  a.kind = 'advance'
GROUP  BY s.slot, s.last_day, a.advance_id, a.entry_id, a.budget_year, a.posted_on, a.due_on, a.source, a.organization, a.chapter, a.category, a.purpose, a.stage, a.amount
