-- Units in which areas compare across 1/7/2025: the former district. A commune founded then belongs to the district
-- whose code it carries; what is known of either province alone belongs to no former district.
SELECT a.code       AS code,
       a.district   AS unit,
       a.valid_from AS first_day,
       a.valid_to   AS last_day
FROM   areas AS a
WHERE  a.district IS NOT NULL
