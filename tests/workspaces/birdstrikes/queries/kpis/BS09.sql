/*
title       = "Strikes soon after another"
definition  = "Strikes at an airport within seven days of the one before there, of all strikes that have one before them."
unit        = "percent"
better      = "lower"
key         = "strike_id"
numerator   = { soon = "sum" }
denominator = { followed = { over = "sum", ignores = ["earlier_species"] } }
labels      = { soon = "strikes within seven days of another", followed = "strikes with another before them" }
units       = { soon = "strike", followed = "strike" }
since       = 1991-01-01
*/
SELECT q.flight_date     AS day,
       CASE WHEN q.earlier_on >= CAST(q.flight_date - INTERVAL '7' DAY AS DATE) THEN 1 END AS soon,
       1                 AS followed,
       q.airport         AS place,
       q.operator        AS operator,
       q.species         AS species,
       q.earlier_species AS earlier_species,
       q.strike_id       AS strike_id,
       q.earlier_on      AS earlier_on
FROM   sequence AS q
WHERE  q.earlier_on IS NOT NULL
