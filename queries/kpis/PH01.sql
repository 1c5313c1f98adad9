/*
title       = "Tỷ trọng vụ kiểm tra liên ngành"
definition  = "Tỷ lệ số vụ kiểm tra có từ hai đơn vị trở lên tham gia trên tổng số vụ kiểm tra trong thương mại điện tử trong kỳ. Vụ liên ngành tính một lần, theo đơn vị chủ trì, dù có nhiều đơn vị phối hợp."
unit        = "percent"
better      = "neither"
reports     = ["case_report"]
key         = "case_id"
numerator   = { joint = { over = "sum", as = "distinct" } }
denominator = { inspected = { over = "sum", as = "distinct", ignores = ["partner"] } }
labels      = { joint = "vụ kiểm tra liên ngành", inspected = "vụ kiểm tra" }
units       = { joint = "case", inspected = "case" }
since       = 2022-08-15
*/
SELECT k.inspected_on AS day,
       p.case_id      AS joint,
       k.case_id      AS inspected,
       k.organization AS organization,
       k.force        AS force,
       k.area         AS area,
       p.partner      AS partner,
       k.case_id      AS case_id,
       k.inspected_on AS inspected_on
FROM   ecommerce_cases AS k
LEFT   JOIN case_partners AS p ON p.case_id = k.case_id
