/*
title       = "Tỷ lệ học viên đạt yêu cầu sau đào tạo, tập huấn"
definition  = "Tỷ lệ số lượt học viên đạt yêu cầu trên tổng số lượt học viên làm bài kiểm tra cuối lớp trong kỳ. Lớp không tổ chức kiểm tra thì không tính."
unit        = "percent"
better      = "higher"
reports     = ["training_report"]
key         = ["class_id", "person_id"]
numerator   = { passed = "sum" }
denominator = { tested = "sum" }
labels      = { passed = "lượt học viên đạt yêu cầu", tested = "lượt học viên làm bài kiểm tra" }
units       = { passed = "attendance", tested = "attendance" }
since       = 2022-08-15
*/
SELECT a.attended_on  AS day,
       CASE WHEN a.passed THEN 1 END AS passed,
       1              AS tested,
       a.organization AS organization,
       k.topic        AS topic,
       k.level        AS level,
       a.class_id     AS class_id,
       a.person_id    AS person_id
FROM   attendance AS a
LEFT   JOIN classes AS k ON k.class_id = a.class_id
WHERE  a.tested
