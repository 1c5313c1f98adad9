/*
title       = "Tỷ lệ gian hàng, đường liên kết vi phạm được gỡ bỏ đúng hạn"
definition  = "Tỷ lệ số gian hàng, đường liên kết được gỡ bỏ trong hạn trên tổng số gian hàng, đường liên kết có yêu cầu gỡ bỏ đến hạn trong kỳ. Chưa gỡ bỏ khi đến hạn được tính là không đúng hạn."
unit        = "percent"
better      = "higher"
reports     = ["case_report"]
key         = "request_id"
numerator   = { removed = "sum" }
denominator = { requested = "sum" }
labels      = { removed = "gian hàng, đường liên kết gỡ bỏ đúng hạn", requested = "gian hàng, đường liên kết đến hạn gỡ bỏ" }
units       = { removed = "link", requested = "link" }
since       = 2022-08-15
*/
SELECT r.due_on       AS day,
       CASE WHEN r.done_on <= r.due_on THEN r.quantity END AS removed,
       r.quantity     AS requested,
       r.organization AS organization,
       r.channel      AS channel,
       -- what is sold elsewhere has no platform or network, which is not the same as one that nobody wrote down
       CASE WHEN r.channel IN ('large_platform', 'other_platform') THEN r.platform ELSE coalesce(r.platform, 'none') END AS platform,
       CASE WHEN r.channel = 'social_network' THEN r.network ELSE coalesce(r.network, 'none') END AS network,
       r.goods_group  AS goods_group,
       r.request_id   AS request_id,
       r.opened_on    AS opened_on,
       r.due_on       AS due_on,
       r.done_on      AS done_on
FROM   requests AS r
WHERE  r.kind = 'takedown'
