/*
title = "Events that are owed"
owed  = { body = "plce", what = "event", since = "event", kpi = "J1" }
*/
SELECT   e.event AS event, e.place AS place, e.happened_on AS happened_on
FROM     events AS e
ORDER BY e.happened_on, e.event
