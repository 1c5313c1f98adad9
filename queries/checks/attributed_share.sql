/*
title       = "Phần tính cho kế hoạch khớp với nguồn kinh phí"
description = "Bút toán nguồn ngân sách nhà nước và nguồn xã hội hóa phải tính toàn bộ số tiền cho kế hoạch; bút toán nguồn lồng ghép không được tính cho kế hoạch nhiều hơn số tiền của bút toán và phải ghi chương trình."
labels      = { entry_id = "Mã bút toán", organization = "Đơn vị sử dụng", source = "Nguồn kinh phí", programme = "Chương trình", amount = "Số tiền (đồng)", attributed = "Phần tính cho kế hoạch (đồng)" }
*/
SELECT e.entry_id, e.organization, e.source, e.programme, e.amount, e.attributed
FROM   budget_entries AS e
WHERE  (e.source <> 'integrated' AND e.attributed <> e.amount)
OR     (e.source = 'integrated' AND (e.attributed > e.amount OR e.programme IS NULL))
ORDER  BY e.entry_id
