SELECT e.place       AS place,
       e.event       AS report,
       e.event       AS first_day,
       e.happened_on AS last_day,
       e.happened_on AS due_on
FROM   events AS e
