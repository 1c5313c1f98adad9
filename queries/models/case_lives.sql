-- The life of each violating e-commerce case: from its record to the first decision or the handover to another body.
-- Several decisions of one case are one end: the first of them.
WITH first_decisions AS (
  SELECT d.case_id         AS case_id,
         min(d.decided_on) AS decided_on
  FROM   decisions AS d
  WHERE  d.case_id IN (SELECT k.case_id FROM ecommerce_cases AS k)
  GROUP  BY d.case_id
)
SELECT k.case_id                               AS case_id,
       k.organization                          AS organization,
       k.force                                 AS force,
       k.area                                  AS area,
       k.channel                               AS channel,
       k.inspection_kind                       AS inspection_kind,
       k.clock                                 AS clock,
       k.record_on                             AS record_on,
       f.decided_on                            AS decided_on,
       k.transferred_on                        AS transferred_on,
       least(f.decided_on, k.transferred_on)   AS done_on
FROM   ecommerce_cases AS k
LEFT   JOIN first_decisions AS f ON f.case_id = k.case_id
WHERE  k.record_on IS NOT NULL
