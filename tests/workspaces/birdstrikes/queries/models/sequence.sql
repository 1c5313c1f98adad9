-- Each strike beside the one before it at the same airport; two on one day come in the order of the file.
SELECT s.strike_id   AS strike_id,
       s.flight_date AS flight_date,
       s.airport     AS airport,
       s.operator    AS operator,
       s.species     AS species,
       lag(s.flight_date) OVER (PARTITION BY s.airport ORDER BY s.flight_date, s.strike_id) AS earlier_on,
       lag(s.species)     OVER (PARTITION BY s.airport ORDER BY s.flight_date, s.strike_id) AS earlier_species
FROM   strikes AS s
