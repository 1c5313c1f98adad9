-- Who owes which report for which days, until when, and when it came: what completeness is judged by.
SELECT r.organization AS organization,
       r.report       AS report,
       r.first_day    AS first_day,
       r.last_day     AS last_day,
       r.due_on       AS due_on,
       r.received_on  AS received_on,
       -- the decree's windows are those of the administrative periods; nothing is said of the others
       CASE WHEN r.calendar = 'reporting' THEN 'Nghị định số 09/2019/NĐ-CP' END AS basis
FROM   reports AS r
