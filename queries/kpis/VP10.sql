/*
title       = "Tỷ trọng vụ vi phạm qua mạng xã hội"
definition  = "Tỷ lệ số vụ vi phạm có bán hàng qua mạng xã hội trên tổng số vụ vi phạm trong thương mại điện tử có biên bản được lập trong kỳ. Vụ diễn ra trên nhiều mạng xã hội tính một lần."
unit        = "percent"
better      = "neither"
reports     = ["case_report"]
key         = "case_id"
numerator   = { on_network = { over = "sum", as = "distinct" } }
denominator = { violating = { over = "sum", as = "distinct", ignores = ["network", "livestream"] } }
labels      = { on_network = "vụ vi phạm qua mạng xã hội", violating = "vụ vi phạm trong thương mại điện tử", sold_on = "Nơi bán" }
units       = { on_network = "case", violating = "case" }
since       = 2022-08-15
*/
SELECT k.record_on    AS day,
       CASE WHEN n.network IS NOT NULL THEN k.case_id END AS on_network,
       k.case_id      AS violating,
       k.organization AS organization,
       k.force        AS force,
       k.area         AS area,
       n.network      AS network,
       CASE WHEN n.livestream THEN 'yes' WHEN NOT n.livestream THEN 'no' END AS livestream,
       k.case_id      AS case_id,
       n.platform     AS sold_on
FROM   ecommerce_cases AS k
LEFT   JOIN case_channels AS n ON n.case_id = k.case_id
WHERE  k.record_on IS NOT NULL
