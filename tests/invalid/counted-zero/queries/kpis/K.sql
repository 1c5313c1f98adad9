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
       e.events      AS events,
       e.place       AS place,
       e.event       AS event
FROM   (SELECT v.happened_on, v.place, v.event, CASE WHEN v.amount > 0 THEN 1 ELSE 0 END AS events FROM events AS v) AS e
