/*
title       = "Chi và tạm ứng không vượt dự toán của đơn vị"
description = "Liệt kê các đơn vị có tổng đã thanh toán và tạm ứng chưa thu hồi bằng ngân sách nhà nước lớn hơn dự toán được sử dụng trong năm."
period      = "budget_year"
told        = "{rows} đơn vị chi vượt dự toán {sum:excess} đồng: {organization} (năm ngân sách {budget_year}, bút toán {entry_id})."
labels      = { budget_year = "Năm ngân sách", organization = "Đơn vị sử dụng", available = "Dự toán được sử dụng (đồng)", spent = "Đã thanh toán và tạm ứng (đồng)", excess = "Vượt (đồng)", entry_id = "Bút toán làm vượt" }
*/
SELECT b.budget_year, b.organization, y.entry_id, b.available, b.paid + b.advances AS spent, b.paid + b.advances - b.available AS excess
FROM   budget_years AS b
LEFT   JOIN vouchers_beyond AS y ON y.budget_year = b.budget_year AND y.organization = b.organization
WHERE  b.paid + b.advances > b.available
ORDER  BY b.budget_year, b.organization
