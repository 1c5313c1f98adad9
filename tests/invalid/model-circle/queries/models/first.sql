SELECT s.event AS event
FROM   second AS s
