/*
title      = "Events"
definition = "How many events there were."
unit       = "thing"
better     = "neither"
key        = "event"
value      = { events = { over = "sum", as = "median" }, other = "sum" }
labels     = { events = "events", other = "other" }
*/
SELECT e.happened_on AS day,
       1             AS events,
       1             AS other,
       e.place       AS place,
       e.event       AS event
FROM   events AS e
