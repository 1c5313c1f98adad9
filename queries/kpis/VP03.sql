/*
title       = "Tỷ lệ vụ kiểm tra phát hiện vi phạm"
definition  = "Tỷ lệ số vụ có biên bản vi phạm lập trong kỳ trên số vụ kiểm tra trong kỳ. Vụ kiểm tra cuối kỳ trước có thể lập biên bản trong kỳ này, nên kỳ ngắn có thể vượt 100%."
unit        = "percent"
better      = "neither"
reports     = ["case_report"]
key         = "case_id"
numerator   = { detected = "sum" }
denominator = { inspected = "sum" }
labels      = { detected = "vụ có biên bản vi phạm", inspected = "vụ kiểm tra" }
units       = { detected = "case", inspected = "case" }
since       = 2022-08-15
*/
SELECT k.record_on          AS day,
       1                    AS detected,
       CAST(NULL AS BIGINT) AS inspected,
       k.organization       AS organization,
       k.force              AS force,
       k.area               AS area,
       k.channel            AS channel,
       k.inspection_kind    AS inspection_kind,
       k.case_id            AS case_id,
       k.inspected_on       AS inspected_on,
       k.record_on          AS record_on
FROM   ecommerce_cases AS k
WHERE  k.record_on IS NOT NULL
UNION ALL
SELECT k.inspected_on AS day, NULL, 1, k.organization, k.force, k.area, k.channel, k.inspection_kind, k.case_id, k.inspected_on, k.record_on
FROM   ecommerce_cases AS k
