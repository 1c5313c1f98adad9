/*
title       = "Tỷ lệ người tiêu dùng được tuyên truyền"
definition  = "Tỷ lệ người tiêu dùng từ 15 tuổi trở lên cho biết đã được tuyên truyền, phổ biến pháp luật về bảo vệ quyền lợi của mình, ước lượng từ đợt khảo sát chọn mẫu gần nhất. Số người là số suy rộng từ mẫu: tổng trọng số của các phiếu trả lời đã được tuyên truyền trên tổng trọng số của các phiếu có trả lời; số phiếu ghi kèm theo."
unit        = "percent"
better      = "higher"
key         = ["wave", "respondent_id"]
numerator   = { aware = "last" }
denominator = { asked_weight = "last" }
beside      = { asked = { over = "last", as = "distinct" } }
labels      = { aware = "người (suy rộng từ mẫu) đã được tuyên truyền", asked_weight = "người (suy rộng từ mẫu)", asked = "phiếu khảo sát có trả lời" }
units       = { aware = "weight", asked_weight = "weight", asked = "person" }
since       = 2023-05-08
*/
WITH waves AS (
  SELECT a.wave            AS wave,
         max(a.fielded_to) AS fielded_to
  FROM   survey_answers AS a
  GROUP  BY a.wave
), holding AS (
  SELECT w.wave       AS wave,
         w.fielded_to AS holds_from,
         lead(w.fielded_to) OVER (ORDER BY w.fielded_to, w.wave) AS next_from
  FROM   waves AS w
)
SELECT s.last_day AS day,
       CASE WHEN a.aware THEN a.weight END AS aware,
       a.weight   AS asked_weight,
       a.respondent_id AS asked,
       a.area     AS area,
       a.wave     AS wave,
       a.respondent_id AS respondent_id,
       h.holds_from AS fielded_to
FROM   survey_answers AS a
JOIN   holding AS h ON h.wave = a.wave
-- a survey says how things stand until the next one is done
JOIN   slots AS s ON h.holds_from <= s.last_day AND (h.next_from IS NULL OR h.next_from > s.last_day)
WHERE  a.aware IS NOT NULL
