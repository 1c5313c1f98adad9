/*
title = "Latest events"

[parameters.place]
type     = "text"
optional = true
*/
SELECT *
FROM   events AS e
WHERE  e.place = $place
ORDER  BY e.happened_on DESC, e.event
LIMIT  10
