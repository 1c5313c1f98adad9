/*
title      = "Số lớp đào tạo, tập huấn"
definition = "Số lớp đào tạo, tập huấn về chống hàng giả và bảo vệ người tiêu dùng trong thương mại điện tử có ngày bế giảng trong kỳ. Lớp nhiều ngày, lớp do nhiều đơn vị phối hợp tổ chức tính một lần."
unit       = "class"
better     = "higher"
reports    = ["training_report"]
key        = "class_id"
value      = { held = "sum" }
labels     = { held = "lớp đã tổ chức" }
since      = 2022-08-15
*/
SELECT k.ended_on     AS day,
       1              AS held,
       k.organization AS organization,
       k.area         AS area,
       k.topic        AS topic,
       k.level        AS level,
       k.class_id     AS class_id,
       k.began_on     AS began_on,
       k.ended_on     AS ended_on
FROM   classes AS k
