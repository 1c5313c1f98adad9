SELECT p.code AS event
FROM   places AS p
