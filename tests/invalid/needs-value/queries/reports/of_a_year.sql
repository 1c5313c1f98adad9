/*
title = "Events of a year"

[parameters.year]
type = "integer"
*/
SELECT   e.event AS event
FROM     events AS e
WHERE    date_part('year', e.happened_on) = $year
ORDER BY e.event
