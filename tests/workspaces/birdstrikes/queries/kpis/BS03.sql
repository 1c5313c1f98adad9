/*
title      = "Cost of a repair"
definition = "The middle one of the costs of repair, of the strikes for which a cost of repair is known."
unit       = "dollar"
better     = "lower"
key        = "strike_id"
value      = { repair = { over = "sum", as = "median" } }
beside     = { dear = { over = "sum", as = "p90" }, repaired = "sum" }
labels     = { repair = "cost of a repair (median)", dear = "cost of a repair (90th percentile)", repaired = "strikes with a known cost of repair" }
units      = { repaired = "strike" }
since      = 1990-01-08
*/
-- The file has 0 where no cost is known.
SELECT s.flight_date AS day,
       s.cost_repair AS repair,
       s.cost_repair AS dear,
       1             AS repaired,
       s.airport     AS place,
       s.operator    AS operator,
       s.size        AS size,
       s.damage      AS damage,
       s.strike_id   AS strike_id,
       s.species     AS animal
FROM   strikes AS s
WHERE  s.cost_repair > 0
