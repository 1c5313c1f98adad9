/*
title       = "Đã thanh toán bằng nguồn lồng ghép và xã hội hóa"
description = "Đồng, không theo bộ lọc. Không có dự toán nên không tính vào tỷ lệ giải ngân; số của ba nguồn chỉ gồm cột “Trong đó tính cho kế hoạch”."
period      = "budget_year"
totals      = ["pledged", "received", "amount", "attributed"]
labels      = { funding = "Nguồn kinh phí", budget_year = "Năm", programme = "Chương trình", pledged = "Cam kết", received = "Đã nhận", amount = "Đã thanh toán", attributed = "Trong đó tính cho kế hoạch" }
*/
SELECT CASE v.source WHEN 'integrated' THEN 'Lồng ghép' ELSE 'Xã hội hóa, hợp pháp khác' END AS funding,
       v.programme   AS programme,
       v.budget_year AS budget_year,
       sum(CASE WHEN v.kind = 'pledged' THEN v.amount END)     AS pledged,
       sum(CASE WHEN v.kind = 'received' THEN v.amount END)    AS received,
       sum(CASE WHEN v.kind = 'payment' THEN v.amount END)     AS amount,
       sum(CASE WHEN v.kind = 'payment' THEN v.attributed END) AS attributed,
       'NS05.spent'  AS kpi
FROM   vouchers AS v
WHERE  v.source IN ('integrated', 'private')
AND    v.kind IN ('pledged', 'received', 'payment')
GROUP  BY v.budget_year, v.source, v.programme
ORDER  BY v.budget_year DESC, v.source, v.programme
