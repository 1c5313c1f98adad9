/*
title      = "Events"
definition = "How many events there were in the capital."
unit       = "thing"
better     = "neither"
key        = "event"
value      = { events = "sum" }
labels     = { events = "events" }
*/
SELECT e.happened_on AS day,
       1             AS events,
       e.place       AS place,
       e.event       AS event
FROM   events AS e
WHERE  e.place = 'Ha Noi'
