/*
title = "Latest events"

[parameters.place]
type     = "text"
optional = true
*/
SELECT e.event AS event, e.happened_on AS happened_on
FROM   events AS e
WHERE  e.place = $place
LIMIT  10
