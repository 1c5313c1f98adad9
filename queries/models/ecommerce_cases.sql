-- The inspections that the plan is about: every channel of sale but the traditional one.
-- What e-commerce is stands here and nowhere else.
SELECT k.case_id         AS case_id,
       k.organization    AS organization,
       o.force           AS force,
       k.area            AS area,
       k.channel         AS channel,
       k.inspection_kind AS inspection_kind,
       k.source          AS source,
       k.business_id     AS business_id,
       k.inspected_on    AS inspected_on,
       k.record_on       AS record_on,
       k.clock           AS clock,
       k.transferred_on  AS transferred_on,
       k.prosecuted_on   AS prosecuted_on,
       k.accused         AS accused,
       k.article_group   AS article_group
FROM   cases AS k
-- the body as it was on the day: a code may have several lives
LEFT   JOIN organizations AS o ON o.code = k.organization AND o.valid_from <= k.inspected_on
                              AND (o.valid_to IS NULL OR o.valid_to >= k.inspected_on)
WHERE  k.channel <> 'traditional'
