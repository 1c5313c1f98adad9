/*
title      = "Speed at the strike"
definition = "The indicated airspeed that nine strikes of ten do not exceed, of the strikes whose speed was reported."
unit       = "knot"
better     = "neither"
key        = "strike_id"
value      = { fast = { over = "sum", as = "p90" } }
beside     = { usual = { over = "sum", as = "median" } }
labels     = { fast = "speed (90th percentile)", usual = "speed (median)" }
since      = 1990-01-08
*/
SELECT s.flight_date AS day,
       s.speed       AS fast,
       s.speed       AS usual,
       s.airport     AS place,
       s.phase       AS phase,
       s.size        AS size,
       s.time_of_day AS time_of_day,
       s.strike_id   AS strike_id,
       s.aircraft    AS aircraft
FROM   strikes AS s
WHERE  s.speed IS NOT NULL
