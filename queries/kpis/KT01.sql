/*
title       = "Tỷ lệ cán bộ, công chức thực thi công vụ được đào tạo về thương mại điện tử"
definition  = "Tỷ lệ số cán bộ, công chức có tên trong danh sách thực thi công vụ vào cuối kỳ đã dự ít nhất một lớp đào tạo, tập huấn trong thời gian thực hiện kế hoạch trên tổng số người trong danh sách đó. Mỗi người tính một lần; người đã rời danh sách không tính vào tử số và mẫu số."
unit        = "percent"
better      = "higher"
reports     = ["training_report"]
key         = "person_id"
numerator   = { trained = { over = "last", as = "distinct" } }
denominator = { on_duty = { over = "last", as = "distinct" } }
labels      = { trained = "người đã được đào tạo", on_duty = "người trong danh sách thực thi công vụ", trained_on = "Ngày hoàn thành đào tạo" }
units       = { trained = "person", on_duty = "person" }
since       = 2023-05-08
*/
WITH first_classes AS (
  SELECT a.person_id        AS person_id,
         min(a.attended_on) AS trained_on
  FROM   attendance AS a
  JOIN   calendar AS c ON c.day = a.attended_on AND c.in_plan
  GROUP  BY a.person_id
)
SELECT s.last_day     AS day,
       CASE WHEN f.trained_on <= s.last_day THEN r.person_id END AS trained,
       r.person_id    AS on_duty,
       r.organization AS organization,          -- the learner's own body, not the one that held the class
       o.force        AS force,
       r.person_id    AS person_id,
       r.duty         AS duty,
       r.valid_from   AS valid_from,
       f.trained_on   AS trained_on
FROM   duty_roster AS r
JOIN   slots AS s ON r.valid_from <= s.last_day AND (r.valid_to IS NULL OR r.valid_to >= s.last_day)
LEFT   JOIN organizations AS o ON o.code = r.organization AND o.valid_from <= s.last_day
                              AND (o.valid_to IS NULL OR o.valid_to >= s.last_day)
LEFT   JOIN first_classes AS f ON f.person_id = r.person_id
