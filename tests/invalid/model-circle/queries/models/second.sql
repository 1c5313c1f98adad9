SELECT f.event AS event
FROM   first AS f
