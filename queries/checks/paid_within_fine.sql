/*
title       = "Tiền phạt đã nộp không vượt tiền phạt theo quyết định"
description = "Liệt kê các quyết định có tổng số tiền phạt đã nộp lớn hơn số tiền phạt; tiền chậm nộp và các khoản thu khác không tính."
labels      = { decision_id = "Mã quyết định", organization = "Đơn vị ra quyết định", decided_on = "Ngày quyết định", fine = "Tiền phạt (đồng)", paid = "Đã nộp (đồng)" }
*/
SELECT d.decision_id, d.organization, d.decided_on, d.fine, sum(p.amount) AS paid
FROM   decisions AS d
JOIN   payments AS p ON p.decision_id = d.decision_id
WHERE  p.kind = 'fine'
GROUP  BY d.decision_id, d.organization, d.decided_on, d.fine
HAVING sum(p.amount) > d.fine
ORDER  BY d.decided_on, d.decision_id
