-- The life of each lot of goods of an e-commerce case: confiscated, then destroyed, or sold or handed over.
-- A lot leaves once. Where both are recorded what came first counts, on one day the destruction; `checks/goods_close` lists it.
-- Goods may be destroyed without having been confiscated. Such a lot comes in on the day on which it leaves, and so of any days
--   there before + come in = left + there after.
WITH lives AS (
  SELECT k.case_id        AS case_id,
         k.organization   AS organization,
         k.force          AS force,
         k.area           AS area,
         g.lot_id         AS lot_id,
         g.goods_group    AS goods_group,
         g.value          AS value,
         g.confiscated_on AS confiscated_on,
         g.destroyed_on   AS destroyed_on,
         g.disposed_on    AS disposed_on,
         least(g.destroyed_on, g.disposed_on) AS left_on
  FROM   goods_lots AS g
  JOIN   ecommerce_cases AS k ON k.case_id = g.case_id
)
SELECT l.case_id        AS case_id,
       l.organization   AS organization,
       l.force          AS force,
       l.area           AS area,
       l.lot_id         AS lot_id,
       l.goods_group    AS goods_group,
       l.value          AS value,
       l.confiscated_on AS confiscated_on,
       l.destroyed_on   AS destroyed_on,
       l.disposed_on    AS disposed_on,
       least(l.confiscated_on, l.left_on) AS entered_on,
       l.left_on        AS left_on,
       CASE WHEN l.destroyed_on = l.left_on THEN 'destroyed' WHEN l.disposed_on = l.left_on THEN 'disposed' END AS left_by
FROM   lives AS l
