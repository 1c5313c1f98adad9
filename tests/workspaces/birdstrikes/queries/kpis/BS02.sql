/*
title       = "Strikes with damage"
definition  = "Strikes that damaged the aircraft, of all strikes of the period."
unit        = "percent"
better      = "lower"
key         = "strike_id"
numerator   = { damaging = "sum" }
denominator = { strikes = "sum" }
labels      = { damaging = "strikes with damage", strikes = "strikes" }
units       = { damaging = "strike", strikes = "strike" }
since       = 1990-01-08
*/
SELECT s.flight_date AS day,
       CASE WHEN s.damage <> 'None' THEN 1 END AS damaging,
       1             AS strikes,
       s.airport     AS place,
       s.operator    AS operator,
       s.phase       AS phase,
       s.size        AS size,
       s.species     AS species,
       s.time_of_day AS time_of_day,
       s.damage      AS damage,
       s.strike_id   AS strike_id,
       s.aircraft    AS aircraft
FROM   strikes AS s
