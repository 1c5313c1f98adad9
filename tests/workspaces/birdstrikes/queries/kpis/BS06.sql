/*
title      = "Cost since the beginning of the year"
definition = "What the strikes since the beginning of the year have cost, as far as it is known: repair and other cost."
unit       = "dollar"
better     = "lower"
key        = "strike_id"
value      = { repair = "year_to_date", other = "year_to_date" }
beside     = { since_plan = "running", costly = { over = "year_to_date", as = "distinct" } }
labels     = { repair = "repair", other = "other cost", since_plan = "cost since the plan began", costly = "strikes with a known cost" }
units      = { costly = "strike" }
since      = 1990-01-08
*/
SELECT s.flight_date AS day,
       s.cost_repair AS repair,
       s.cost_other  AS other,
       s.cost_total  AS since_plan,
       CASE WHEN s.cost_total > 0 THEN s.strike_id END AS costly,
       s.airport     AS place,
       s.operator    AS operator,
       s.size        AS size,
       s.strike_id   AS strike_id,
       s.species     AS animal
FROM   strikes AS s
