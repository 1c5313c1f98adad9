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
       1             AS events,
       e.place       AS place,
       e.event       AS event
FROM   events AS e
JOIN   places AS p ON p.code = e.near
WHERE  e.amount <> 5
AND    e.kind NOT IN ('test', 'trial')
AND    e.event NOT IN (SELECT c.repeats FROM events AS c)
