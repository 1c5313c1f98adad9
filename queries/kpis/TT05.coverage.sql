/*
title       = "Tỷ lệ cơ sở kinh doanh ký cam kết không kinh doanh hàng giả"
definition  = "Tỷ lệ số cơ sở thuộc diện vận động có cam kết còn hiệu lực vào cuối kỳ trên tổng số cơ sở thuộc diện vận động. Danh sách cơ sở thuộc diện vận động chỉ có ở một số địa bàn, nên tử số chỉ tính các cơ sở trong danh sách; tổng số cơ sở có cam kết còn hiệu lực ghi kèm theo."
unit        = "percent"
better      = "higher"
reports     = ["outreach_report"]
key         = "business_id"
numerator   = { signed = { over = "last", as = "distinct" } }
denominator = { in_scope = { over = "last", as = "distinct" } }
beside      = { signed_anywhere = { over = "last", as = "distinct" } }
alone       = ["signed_anywhere"]
labels      = { signed = "cơ sở thuộc diện vận động đã ký cam kết", in_scope = "cơ sở thuộc diện vận động", signed_anywhere = "cơ sở đã ký cam kết, kể cả ngoài danh sách", signed_on = "Ký cam kết từ ngày" }
units       = { signed = "trader", in_scope = "trader", signed_anywhere = "trader" }
since       = 2023-05-08
*/
SELECT s.last_day            AS day,
       c.business_id         AS signed,
       b.business_id         AS in_scope,
       CAST(NULL AS VARCHAR) AS signed_anywhere,
       b.area                AS area,
       b.goods_group         AS goods_group,
       b.business_id         AS business_id,
       c.valid_from          AS signed_on
FROM   business_statuses AS b
JOIN   slots AS s ON b.valid_from <= s.last_day AND (b.valid_to IS NULL OR b.valid_to >= s.last_day)
LEFT   JOIN business_statuses AS c ON c.business_id = b.business_id AND c.status = 'commitment_signed'
                                  AND c.valid_from <= s.last_day AND (c.valid_to IS NULL OR c.valid_to >= s.last_day)
WHERE  b.status = 'commitment_scope'
UNION ALL
SELECT s.last_day AS day, NULL, NULL, b.business_id AS signed_anywhere, b.area, b.goods_group, b.business_id, b.valid_from
FROM   business_statuses AS b
JOIN   slots AS s ON b.valid_from <= s.last_day AND (b.valid_to IS NULL OR b.valid_to >= s.last_day)
WHERE  b.status = 'commitment_signed'
