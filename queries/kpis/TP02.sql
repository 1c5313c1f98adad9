/*
title      = "Tiền phạt đã nộp ngân sách nhà nước"
definition = "Tổng số tiền phạt vi phạm hành chính trong thương mại điện tử đã nộp ngân sách nhà nước, theo ngày nộp. Tiền chậm nộp phạt và các khoản thu khác ghi kèm theo, không cộng vào tổng số."
unit       = "money"
better     = "higher"
reports    = ["case_report"]
key        = "payment_id"
value      = { paid = "sum" }
beside     = { late_interest = "sum", illegal_gain = "sum", confiscated_sale = "sum" }
alone      = ["late_interest", "illegal_gain", "confiscated_sale"]
labels     = { paid = "tiền phạt đã nộp", late_interest = "tiền chậm nộp phạt", illegal_gain = "số lợi bất hợp pháp nộp lại", confiscated_sale = "tiền bán hàng hóa tịch thu" }
since      = 2022-08-15
*/
SELECT p.paid_on      AS day,
       CASE WHEN p.kind = 'fine' THEN p.amount END AS paid,
       CASE WHEN p.kind = 'late_interest' THEN p.amount END AS late_interest,
       CASE WHEN p.kind = 'illegal_gain' THEN p.amount END AS illegal_gain,
       CASE WHEN p.kind = 'confiscated_sale' THEN p.amount END AS confiscated_sale,
       p.organization AS organization,
       p.area         AS area,
       p.channel      AS channel,
       p.sub_item     AS sub_item,
       p.payment_id   AS payment_id,
       p.decision_id  AS decision_id,
       p.decided_on   AS decided_on
FROM   ecommerce_payments AS p
