/*
title       = "Tỷ lệ dòng số liệu có lỗi"
definition  = "Tỷ lệ số dòng số liệu không đạt ít nhất một quy tắc kiểm tra trên tổng số dòng trong các tệp gửi kèm báo cáo. Tệp tính vào ngày nhận báo cáo gần nhất có tệp đó; dòng được bản cập nhật sau thay thế không tính là lỗi."
unit        = "percent"
better      = "lower"
key         = ["file", "row", "rule"]
numerator   = { failed = { over = "sum", as = "distinct" } }
denominator = { submitted = { over = "sum", ignores = ["organization", "rule"] } }
labels      = { failed = "dòng số liệu có lỗi", submitted = "dòng số liệu đã gửi", row = "Dòng số", table_name = "Bảng số liệu", column_name = "Trường", file = "Tệp" }
units       = { failed = "row", submitted = "row" }
since       = 2022-08-15
*/
-- a report names one file; the other tables of the same report lie in files of the same name
WITH arrivals AS (
  SELECT t.code             AS table_name,
         replace(r.file, split_part(r.file, '/', 1) || '/', t.code || '/') AS file,
         max(r.received_on) AS received_on
  FROM   reports AS r
  JOIN   codes AS t ON t.parent = r.report AND t.list = 'report_table'
  WHERE  r.received_on IS NOT NULL
  GROUP  BY t.code, replace(r.file, split_part(r.file, '/', 1) || '/', t.code || '/')
)
SELECT a.received_on         AS day,
       CAST(NULL AS VARCHAR) AS failed,
       f.rows                AS submitted,
       CAST(NULL AS VARCHAR) AS organization,
       CAST(NULL AS VARCHAR) AS rule,
       f.file                AS file,
       CAST(NULL AS BIGINT)  AS row,
       f.table_name          AS table_name,
       CAST(NULL AS VARCHAR) AS column_name
FROM   loaded_files AS f
JOIN   arrivals AS a ON a.file = f.file
UNION ALL
SELECT a.received_on AS day, j.file || ':' || CAST(j.row AS VARCHAR), NULL, j.organization, j.rule, j.file, j.row, j.table_name, j.column_name
FROM   rejected_rows AS j
JOIN   arrivals AS a ON a.file = j.file
WHERE  j.rule <> 'superseded'
