/*
title       = "Cost of a strike since the plan began"
definition  = "What all strikes since the plan began have cost, as far as it is known, for each strike."
unit        = "dollar_each"
better      = "lower"
key         = "strike_id"
numerator   = { cost = "running" }
denominator = { strikes = "running" }
beside      = { large = "running" }
labels      = { cost = "cost since the plan began", strikes = "strikes since the plan began", large = "strikes of large animals" }
units       = { cost = "dollar", strikes = "strike", large = "strike" }
*/
SELECT s.flight_date AS day,
       s.cost_total  AS cost,
       1             AS strikes,
       CASE WHEN s.size = 'Large' THEN 1 END AS large,
       s.airport     AS place,
       s.operator    AS operator,
       s.strike_id   AS strike_id
FROM   strikes AS s
