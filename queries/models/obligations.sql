-- Who owes which report for which days, until when, and when it came: what completeness is judged by.
SELECT r.organization AS organization,
       r.report       AS report,
       r.first_day    AS first_day,
       r.last_day     AS last_day,
       r.due_on       AS due_on,
       r.received_on  AS received_on
FROM   reports AS r
