/*
title       = "The costliest strikes"
description = "The strikes that cost most, the costliest first."
labels      = { flight_date = "date", airport = "airport", operator = "operator", species = "species", damage = "damage", cost_total = "total cost (US dollars)" }

[parameters.least]
type    = "decimal"
title   = "Cost at least (US dollars)"
default = 500000

[parameters.from_day]
type     = "date"
title    = "Not before"
optional = true

[parameters.species]
type     = "text"
title    = "Species"
optional = true
*/
SELECT s.flight_date AS flight_date,
       s.airport     AS airport,
       s.operator    AS operator,
       s.species     AS species,
       s.damage      AS damage,
       s.cost_total  AS cost_total
FROM   strikes AS s
WHERE  s.cost_total >= $least
AND    ($from_day IS NULL OR s.flight_date >= $from_day)
AND    ($species IS NULL OR s.species = $species)
ORDER  BY s.cost_total DESC, s.strike_id
