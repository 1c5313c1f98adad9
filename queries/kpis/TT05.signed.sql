/*
title      = "Số cơ sở kinh doanh ký cam kết trong kỳ"
definition = "Số cơ sở kinh doanh ký cam kết không kinh doanh hàng giả, hàng không rõ nguồn gốc lần đầu trong kỳ."
unit       = "trader"
better     = "higher"
reports    = ["outreach_report"]
key        = "business_id"
value      = { signed = { over = "sum", as = "distinct" } }
labels     = { signed = "cơ sở ký cam kết" }
since      = 2022-08-15
*/
WITH first_signed AS (
  SELECT b.business_id     AS business_id,
         min(b.valid_from) AS signed_on
  FROM   business_statuses AS b
  WHERE  b.status = 'commitment_signed'
  GROUP  BY b.business_id
)
SELECT f.signed_on    AS day,
       b.business_id  AS signed,
       b.organization AS organization,
       b.area         AS area,
       b.goods_group  AS goods_group,
       b.business_id  AS business_id
FROM   business_statuses AS b
-- the same commitment goes on under the area's new code; it is not signed again
JOIN   first_signed AS f ON f.business_id = b.business_id AND f.signed_on = b.valid_from
WHERE  b.status = 'commitment_signed'
