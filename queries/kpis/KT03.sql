/*
title      = "Số lượt học viên dự đào tạo, tập huấn"
definition = "Số lượt cán bộ, công chức dự các lớp đào tạo, tập huấn trong kỳ. Một người dự nhiều lớp tính nhiều lượt; số người đã được đào tạo xem chỉ tiêu KT01."
unit       = "attendance"
better     = "higher"
reports    = ["training_report"]
key        = ["class_id", "person_id"]
value      = { attended = "sum" }
beside     = { persons = { over = "sum", as = "distinct" } }
labels     = { attended = "lượt học viên", persons = "người dự" }
units      = { persons = "person" }
since      = 2022-08-15
*/
SELECT a.attended_on  AS day,
       1              AS attended,
       a.person_id    AS persons,
       a.organization AS organization,          -- the learner's own body, not the one that held the class
       k.topic        AS topic,
       k.level        AS level,
       a.class_id     AS class_id,
       a.person_id    AS person_id,
       a.attended_on  AS attended_on
FROM   attendance AS a
LEFT   JOIN classes AS k ON k.class_id = a.class_id
