/*
title      = "Events"
definition = "How many events there were."
unit       = "thing"
better     = "neither"
key        = "event"
value      = { events = "running" }
labels     = { events = "events" }
*/
SELECT e.happened_on AS day,
       1             AS events,
       e.place       AS place,
       e.event       AS event
FROM   events AS e
