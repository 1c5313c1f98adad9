/*
title = "Latest events"

[parameters.since]
type     = "date"
optional = true

[parameters.place]
type     = "text"
optional = true
*/
SELECT e.event AS event, e.happened_on AS happened_on
FROM   events AS e
WHERE  e.place = $place
ORDER  BY e.happened_on DESC, e.event
LIMIT  10
