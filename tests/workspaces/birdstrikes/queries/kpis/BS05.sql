/*
title       = "Strikes with a known species"
definition  = "Strikes whose species was identified, of all strikes of the period. By species: the share of each in all strikes."
unit        = "percent"
better      = "higher"
key         = "strike_id"
numerator   = { identified = { over = "sum", as = "distinct" } }
denominator = { strikes = { over = "sum", as = "distinct", ignores = ["species", "size"] } }
labels      = { identified = "strikes with a known species", strikes = "strikes" }
units       = { identified = "strike", strikes = "strike" }
since       = 1990-01-08
*/
SELECT s.flight_date AS day,
       CASE WHEN k.identified THEN s.strike_id END AS identified,
       s.strike_id   AS strikes,
       s.airport     AS place,
       s.phase       AS phase,
       CASE WHEN k.identified THEN s.species END AS species,
       s.size        AS size,
       s.strike_id   AS strike_id,
       s.operator    AS flown_by
FROM   strikes AS s
JOIN   species AS k ON k.code = s.species
