-- Complaints of consumers about what is sold online; one whose channel nobody wrote down stays.
SELECT r.request_id   AS request_id,
       r.topic        AS topic,
       r.opened_on    AS opened_on,
       r.due_on       AS due_on,
       r.done_on      AS done_on,
       r.organization AS organization,
       r.area         AS area,
       r.channel      AS channel,
       -- what is sold elsewhere has no platform, which is not the same as one that nobody wrote down
       CASE WHEN r.channel IN ('large_platform', 'other_platform') THEN r.platform ELSE coalesce(r.platform, 'none') END AS platform,
       r.goods_group  AS goods_group
FROM   requests AS r
WHERE  r.kind = 'complaint'
AND    (r.channel IS NULL OR r.channel <> 'traditional')
