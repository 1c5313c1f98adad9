/*
title       = "Tỷ lệ vụ kiểm tra phát hiện vi phạm về sở hữu trí tuệ, tiêu chuẩn, đo lường, chất lượng, nhãn hàng hóa, mã số, mã vạch"
definition  = "Tỷ lệ số vụ có biên bản lập trong kỳ về hành vi vi phạm sở hữu trí tuệ, tiêu chuẩn, đo lường, chất lượng, nhãn hàng hóa, mã số, mã vạch, truy xuất nguồn gốc trên tổng số vụ kiểm tra trong thương mại điện tử trong kỳ. Hành vi xác định theo danh mục; vụ có nhiều hành vi tính một lần."
unit        = "percent"
better      = "neither"
reports     = ["case_report"]
key         = "case_id"
numerator   = { violating = { over = "sum", as = "distinct" } }
denominator = { inspected = { over = "sum", as = "distinct", ignores = ["violation"] } }
labels      = { violating = "vụ vi phạm về sở hữu trí tuệ, tiêu chuẩn, đo lường, chất lượng, nhãn, mã số, mã vạch", inspected = "vụ kiểm tra" }
units       = { violating = "case", inspected = "case" }
since       = 2022-08-15
*/
SELECT k.record_on           AS day,
       k.case_id             AS violating,
       CAST(NULL AS VARCHAR) AS inspected,
       k.organization        AS organization,
       k.force               AS force,
       k.area                AS area,
       v.violation           AS violation,
       k.case_id             AS case_id,
       k.inspected_on        AS inspected_on
FROM   ecommerce_cases AS k
JOIN   violations AS v ON v.case_id = k.case_id
JOIN   codes AS q ON q.code = v.violation AND q.list = 'quality_violation'
                 AND q.valid_from <= k.record_on AND (q.valid_to IS NULL OR q.valid_to >= k.record_on)
WHERE  k.record_on IS NOT NULL
UNION ALL
SELECT k.inspected_on AS day, NULL, k.case_id AS inspected, k.organization, k.force, k.area, NULL, k.case_id, k.inspected_on
FROM   ecommerce_cases AS k
