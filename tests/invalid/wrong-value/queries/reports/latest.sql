/*
title = "Latest events"

[parameters.day]
type     = "date"
default  = 5
optional = true
*/
SELECT e.event AS event, e.happened_on AS happened_on
FROM   events AS e
WHERE  e.happened_on = $day
ORDER  BY e.happened_on DESC, e.event
LIMIT  10
