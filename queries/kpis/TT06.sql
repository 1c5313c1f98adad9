/*
title       = "Tỷ lệ quyết định xử phạt được công khai đúng hạn"
definition  = "Tỷ lệ số quyết định xử phạt trong thương mại điện tử được công khai đúng hạn trên tổng số quyết định đến hạn phải công khai trong kỳ. Quyết định công khai trên nhiều kênh tính một lần; quyết định bị hủy bỏ trước hạn công khai thì không tính."
unit        = "percent"
better      = "higher"
reports     = ["case_report"]
key         = "decision_id"
numerator   = { published = { over = "sum", as = "distinct" } }
denominator = { to_publish = { over = "sum", as = "distinct", ignores = ["medium"] } }
labels      = { published = "quyết định được công khai đúng hạn", to_publish = "quyết định đến hạn phải công khai" }
units       = { published = "decision", to_publish = "decision" }
since       = 2022-08-15
*/
SELECT d.publish_by   AS day,
       CASE WHEN o.published_on <= d.publish_by THEN d.decision_id END AS published,
       d.decision_id  AS to_publish,
       d.organization AS organization,
       k.area         AS area,
       o.medium       AS medium,
       d.decision_id  AS decision_id,
       d.decided_on   AS decided_on,
       d.publish_by   AS publish_by,
       o.published_on AS published_on
FROM   decisions AS d
JOIN   ecommerce_cases AS k ON k.case_id = d.case_id
LEFT   JOIN outreach AS o ON o.decision_id = d.decision_id AND o.kind = 'publication'
WHERE  d.publish_by IS NOT NULL
AND    (d.annulled_on IS NULL OR d.annulled_on > d.publish_by)
