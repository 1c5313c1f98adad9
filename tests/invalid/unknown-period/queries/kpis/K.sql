/*
title      = "Events"
definition = "How many events there were."
unit       = "thing"
better     = "neither"
periods    = ["yearly"]
key        = "event"
value      = { events = "sum" }
labels     = { events = "events" }
*/
SELECT e.happened_on AS day,
       1             AS events,
       e.place       AS place,
       e.event       AS event
FROM   events AS e
