-- The inspections that the plan is about: every channel of sale but the traditional one.
-- What e-commerce is stands here and nowhere else.
SELECT k.case_id         AS case_id,
       k.organization    AS organization,
       k.area            AS area,
       k.channel         AS channel,
       k.inspection_kind AS inspection_kind,
       k.source          AS source,
       k.business_id     AS business_id,
       k.inspected_on    AS inspected_on,
       k.record_on       AS record_on,
       k.clock           AS clock,
       k.transferred_on  AS transferred_on
FROM   cases AS k
WHERE  k.channel <> 'traditional'
