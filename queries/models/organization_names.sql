-- What each body was called on any day: a name holds until the code's next life begins, since what is owed falls due, and books are
-- closed, after a body has ended.
SELECT o.code       AS code,
       o.name       AS name,
       o.valid_from AS first_day,
       lead(o.valid_from) OVER (PARTITION BY o.code ORDER BY o.valid_from) - 1 AS last_day
FROM   organizations AS o
