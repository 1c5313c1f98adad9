/*
title       = "Mỗi vụ vi phạm có ít nhất một hành vi"
description = "Số hành vi vi phạm không được ít hơn số vụ vi phạm: liệt kê các vụ đã lập biên bản mà không ghi hành vi nào."
labels      = { case_id = "Mã vụ", organization = "Đơn vị chủ trì", record_on = "Ngày lập biên bản" }
*/
SELECT k.case_id, k.organization, k.record_on
FROM   ecommerce_cases AS k
LEFT   JOIN violations AS v ON v.case_id = k.case_id
WHERE  k.record_on IS NOT NULL
AND    v.case_id IS NULL
ORDER  BY k.record_on, k.case_id
