/*
title      = "Reported strikes"
definition = "How many strikes of the period were reported."
unit       = "strike"
better     = "lower"
key        = "strike_id"
value      = { strikes = "sum" }
beside     = { airports = { over = "sum", as = "distinct" }, since_january = "year_to_date" }
labels     = { strikes = "strikes", airports = "airports with a strike", since_january = "strikes since the beginning of the year" }
units      = { airports = "airport" }
since      = 1990-01-08
*/
SELECT s.flight_date AS day,
       1             AS strikes,
       s.airport     AS airports,
       1             AS since_january,
       s.airport     AS place,
       s.operator    AS operator,
       s.phase       AS phase,
       s.species     AS species,
       s.strike_id   AS strike_id,
       s.aircraft    AS aircraft
FROM   strikes AS s
