/*
title      = "Events"
definition = "How many events there were."
unit       = "thing"
better     = "neither"
key        = "event"
value      = { events = "sum" }
labels     = { events = "events" }
*/
SELECT e.happened_on AS day,
       NULL          AS events,
       e.place       AS place,
       e.event       AS event
FROM   events AS e
UNION ALL
SELECT e.happened_on, 1, e.place, e.event
FROM   events AS e
