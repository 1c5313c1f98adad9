-- Reports of bodies on their money that were due by the data date and have not come: what they have not told is not nothing.
WITH ends AS (
  SELECT max(s.last_day) AS last_day
  FROM   slots AS s
)
SELECT r.organization AS organization,
       CAST(extract(year FROM r.last_day) AS BIGINT)    AS budget_year,
       CAST(extract(quarter FROM r.last_day) AS BIGINT) AS quarter
FROM   obligations AS r
CROSS  JOIN ends AS e
WHERE  r.report = 'budget_report'
AND    r.received_on IS NULL
AND    coalesce(r.due_on, r.last_day) <= e.last_day
