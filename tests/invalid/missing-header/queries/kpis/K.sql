SELECT e.happened_on AS day,
       1             AS events,
       e.place       AS place,
       e.event       AS event
FROM   events AS e
