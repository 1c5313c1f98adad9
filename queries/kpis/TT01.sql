/*
title       = "Tỷ lệ người bán trên sàn lớn được tuyên truyền"
definition  = "Tỷ lệ số tổ chức, cá nhân đang kinh doanh trên sàn giao dịch thương mại điện tử lớn vào cuối kỳ đã được tuyên truyền, phổ biến pháp luật trong thời gian thực hiện kế hoạch trên tổng số tổ chức, cá nhân đang kinh doanh trên các sàn đó. Sàn lớn xác định theo danh mục có hiệu lực tại từng thời điểm; một người bán trên nhiều sàn tính một lần."
unit        = "percent"
better      = "higher"
reports     = ["outreach_report"]
key         = "business_id"
numerator   = { reached = { over = "last", as = "distinct" } }
denominator = { selling = { over = "last", as = "distinct" } }
labels      = { reached = "người bán đã được tuyên truyền", selling = "người bán đang kinh doanh tại các sàn lớn", valid_from = "Kinh doanh từ ngày", reached_on = "Được tuyên truyền lần đầu từ ngày" }
units       = { reached = "seller", selling = "seller" }
since       = 2023-05-08
*/
WITH first_reached AS (
  SELECT b.business_id     AS business_id,
         min(b.valid_from) AS reached_on
  FROM   business_statuses AS b
  JOIN   calendar AS c ON c.day = b.valid_from AND c.in_plan
  WHERE  b.status = 'reached'
  GROUP  BY b.business_id
)
SELECT s.last_day    AS day,
       CASE WHEN f.reached_on <= s.last_day THEN b.business_id END AS reached,
       b.business_id AS selling,
       b.platform    AS platform,
       b.goods_group AS goods_group,
       b.area        AS area,
       b.business_id AS business_id,
       b.valid_from  AS valid_from,
       f.reached_on  AS reached_on
FROM   business_statuses AS b
-- a platform counts only on the days on which it stands on the list of large ones
JOIN   codes AS p ON p.code = b.platform AND p.list = 'large_platform'
JOIN   slots AS s ON b.valid_from <= s.last_day AND (b.valid_to IS NULL OR b.valid_to >= s.last_day)
                 AND p.valid_from <= s.last_day AND (p.valid_to IS NULL OR p.valid_to >= s.last_day)
LEFT   JOIN first_reached AS f ON f.business_id = b.business_id
WHERE  b.status = 'selling'
