/*
title      = "Cost"
definition = "What the events cost."
unit       = "euro"
better     = "neither"
key        = "event"
value      = { cost = "sum" }
labels     = { cost = "euros" }
*/
SELECT e.happened_on AS day,
       1             AS cost,
       e.place       AS place,
       e.event       AS event
FROM   events AS e
