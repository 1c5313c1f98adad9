/*
title       = "Mỗi lô hàng tịch thu chỉ xử lý một lần, không trước ngày tịch thu"
description = "Liệt kê các lô hàng của vụ vi phạm trong thương mại điện tử ghi cả ngày tiêu hủy và ngày bán, chuyển giao, hoặc ghi ngày xử lý trước ngày tịch thu. Các chỉ tiêu và bảng cân đối tính lô như vậy một lần, theo ngày xử lý sớm hơn. Lô bị buộc tiêu hủy không qua tịch thu không phải là sai."
period      = "left_on"
told        = "{rows} lô hàng tịch thu ghi sai ngày xử lý, trị giá {sum:value} đồng: {lot_id}."
labels      = { lot_id = "Mã lô hàng", case_id = "Mã vụ", organization = "Đơn vị chủ trì", value = "Trị giá (đồng)", confiscated_on = "Ngày tịch thu", destroyed_on = "Ngày tiêu hủy", disposed_on = "Ngày bán, chuyển giao", wrong = "Ghi sai", left_on = "Ngày xử lý sớm nhất" }
*/
SELECT l.lot_id, l.case_id, l.organization, l.value, l.confiscated_on, l.destroyed_on, l.disposed_on, l.left_on,
       CASE WHEN l.left_on < l.confiscated_on THEN 'Xử lý trước ngày tịch thu' ELSE 'Vừa tiêu hủy vừa bán, chuyển giao' END AS wrong
FROM   goods_lives AS l
WHERE  l.left_on < l.confiscated_on
OR     (l.destroyed_on IS NOT NULL AND l.disposed_on IS NOT NULL)
ORDER  BY l.left_on, l.lot_id
