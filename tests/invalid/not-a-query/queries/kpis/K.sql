/*
title      = "Events"
definition = "How many events there were."
unit       = "thing"
better     = "neither"
key        = "event"
value      = { events = "sum" }
labels     = { events = "events" }
*/
DELETE FROM events
