/*
title       = "Strikes on working days"
definition  = "Strikes on Mondays to Fridays that are no federal holiday, of all strikes of the period."
unit        = "percent"
better      = "neither"
key         = "strike_id"
numerator   = { working = "sum" }
denominator = { strikes = "sum" }
labels      = { working = "strikes on working days", strikes = "strikes" }
units       = { working = "strike", strikes = "strike" }
calendars   = ["calendar"]
since       = 1990-01-08
*/
SELECT s.flight_date AS day,
       CASE WHEN c.working_day THEN 1 END AS working,
       1             AS strikes,
       s.airport     AS place,
       s.operator    AS operator,
       s.time_of_day AS time_of_day,
       s.strike_id   AS strike_id,
       s.aircraft    AS aircraft
FROM   strikes AS s
JOIN   calendar AS c ON c.day = s.flight_date
