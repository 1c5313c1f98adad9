/*
title       = "Ngày của một vụ đúng thứ tự"
description = "Liệt kê các vụ có ngày lập biên bản trước ngày kiểm tra, ngày quyết định hoặc ngày chuyển trước ngày lập biên bản, ngày khởi tố trước ngày chuyển."
labels      = { case_id = "Mã vụ", organization = "Đơn vị chủ trì", inspected_on = "Ngày kiểm tra", record_on = "Ngày lập biên bản", decided_on = "Ngày quyết định", transferred_on = "Ngày chuyển", prosecuted_on = "Ngày khởi tố" }
*/
SELECT k.case_id, k.organization, k.inspected_on, k.record_on, l.decided_on, k.transferred_on, k.prosecuted_on
FROM   ecommerce_cases AS k
LEFT   JOIN case_lives AS l ON l.case_id = k.case_id
WHERE  k.record_on < k.inspected_on
OR     l.done_on < k.record_on
OR     k.prosecuted_on < k.transferred_on
ORDER  BY k.inspected_on, k.case_id
