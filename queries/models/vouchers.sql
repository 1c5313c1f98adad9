-- Budget vouchers, each on a day inside its own budget year: what is posted in January's settlement of the year before
-- counts on that year's last day, what is posted ahead counts on the year's first day.
-- What was posted after the data date is not known yet and is dropped before its day is moved.
SELECT e.entry_id     AS entry_id,
       e.budget_year  AS budget_year,
       e.posted_on    AS posted_on,
       greatest(make_date(e.budget_year, 1, 1), least(e.posted_on, make_date(e.budget_year, 12, 31))) AS day,
       CASE WHEN e.posted_on > make_date(e.budget_year, 12, 31) THEN 'settlement' ELSE 'in_year' END  AS stage,
       e.kind         AS kind,
       e.source       AS source,
       e.organization AS organization,
       e.chapter      AS chapter,
       e.category     AS category,
       e.programme    AS programme,
       e.purpose      AS purpose,
       e.legal_ground AS legal_ground,
       e.amount       AS amount,
       e.attributed   AS attributed,
       e.advance_id   AS advance_id,
       e.due_on       AS due_on
FROM   budget_entries AS e
JOIN   calendar AS c ON c.day = e.posted_on AND c.slot IS NOT NULL
