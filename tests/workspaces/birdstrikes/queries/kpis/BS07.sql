/*
title       = "Airports with damage, against the beginning of the period"
definition  = "Airports with a damaging strike in the year before the end of the period, against those in the year before its beginning."
unit        = "percent"
better      = "lower"
key         = "airport"
numerator   = { at_end = { over = "last", as = "distinct" } }
denominator = { at_start = { over = "opening", as = "distinct" } }
labels      = { at_end = "airports with damage at the end of the period", at_start = "airports with damage at its beginning" }
units       = { at_end = "airport", at_start = "airport" }
since       = 1991-02-01
*/
-- A state: an airport is on the list for a year from each damaging strike.
SELECT s.last_day  AS day,
       k.airport   AS at_end,
       k.airport   AS at_start,
       k.airport   AS place,
       k.size      AS size,
       k.airport   AS airport,
       k.strike_id AS strike_id,
       k.flight_date AS flight_date
FROM   strikes AS k
JOIN   slots AS s ON k.flight_date <= s.last_day AND CAST(k.flight_date + INTERVAL '1' YEAR AS DATE) > s.last_day
WHERE  k.damage <> 'None'
