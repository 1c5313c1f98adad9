/*
title       = "Airports with a damaging strike"
definition  = "Airports with at least one damaging strike in the year, of the airports with any strike in it."
unit        = "percent"
better      = "lower"
key         = "airport"
numerator   = { damaged = { over = "sum", as = "distinct" } }
denominator = { struck = { over = "sum", as = "distinct" } }
labels      = { damaged = "airports with a damaging strike", struck = "airports with a strike" }
units       = { damaged = "airport", struck = "airport" }
periods     = ["year"]
since       = 1990-01-08
*/
SELECT s.flight_date AS day,
       CASE WHEN s.damage <> 'None' THEN s.airport END AS damaged,
       s.airport     AS struck,
       s.airport     AS place,
       s.phase       AS phase,
       s.airport     AS airport,
       s.strike_id   AS strike_id
FROM   strikes AS s
