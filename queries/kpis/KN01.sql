/*
title       = "Tỷ lệ phản ánh, khiếu nại của người tiêu dùng được giải quyết đúng hạn"
definition  = "Tỷ lệ số phản ánh, khiếu nại về thương mại điện tử được giải quyết xong trong hạn trên tổng số phản ánh, khiếu nại đến hạn trong kỳ. Số tiếp nhận trong kỳ ghi kèm theo. Địa bàn là nơi ở của người tiêu dùng."
unit        = "percent"
better      = "higher"
reports     = ["complaint_report"]
key         = "request_id"
numerator   = { resolved = "sum" }
denominator = { due = "sum" }
beside      = { received = "sum" }
alone       = ["received"]
labels      = { resolved = "phản ánh, khiếu nại được giải quyết đúng hạn", due = "phản ánh, khiếu nại đến hạn trong kỳ", received = "phản ánh, khiếu nại tiếp nhận trong kỳ" }
units       = { resolved = "complaint", due = "complaint", received = "complaint" }
since       = 2022-08-15
*/
SELECT c.due_on             AS day,
       CASE WHEN c.done_on <= c.due_on THEN 1 END AS resolved,
       1                    AS due,
       CAST(NULL AS BIGINT) AS received,
       c.organization       AS organization,
       c.area               AS area,
       c.channel            AS channel,
       c.platform           AS platform,
       c.goods_group        AS goods_group,
       c.request_id         AS request_id,
       c.opened_on          AS opened_on,
       c.due_on             AS due_on,
       c.done_on            AS done_on
FROM   ecommerce_complaints AS c
UNION ALL
SELECT c.opened_on AS day, NULL, NULL, 1, c.organization, c.area, c.channel, c.platform, c.goods_group, c.request_id, c.opened_on, c.due_on, c.done_on
FROM   ecommerce_complaints AS c
