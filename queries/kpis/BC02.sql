/*
title       = "Tỷ lệ dòng dữ liệu có lỗi"
definition  = "Tỷ lệ số dòng dữ liệu không đạt ít nhất một quy tắc kiểm tra trên tổng số dòng của các tệp đã nhận đến cuối kỳ. Bản gửi sau thay bản trước, nên đây là tình trạng của các tệp đang có, không phải số phát sinh; tệp tính từ ngày nhận báo cáo đầu tiên có tệp đó. Dòng được bản cập nhật sau thay thế không tính là lỗi."
unit        = "percent_fine"
better      = "lower"
key         = ["file", "row", "rule"]
numerator   = { failed = { over = "last", as = "distinct" } }
denominator = { submitted = { over = "last", ignores = ["rule"] } }
labels      = { failed = "dòng dữ liệu có lỗi", submitted = "dòng dữ liệu của các tệp tính vào kỳ này", row = "Dòng số", body = "Đơn vị", table_name = "Bảng dữ liệu", column_name = "Cột", file = "Tệp" }
units       = { failed = "row", submitted = "row" }
since       = 2022-08-15
*/
WITH named AS (
  SELECT r.report AS report, r.file AS file, min(r.received_on) AS received_on
  FROM   reports AS r
  WHERE  r.received_on IS NOT NULL
  AND    r.file IS NOT NULL
  GROUP  BY r.report, r.file
), with_siblings AS (
  SELECT n.file AS file, n.received_on AS received_on
  FROM   named AS n
  UNION ALL
  -- a report names one file; the other tables of the same report lie in files of the same name
  SELECT replace(n.file, split_part(n.file, '/', 1) || '/', t.code || '/'), n.received_on
  FROM   named AS n
  JOIN   codes AS t ON t.parent = n.report AND t.list = 'report_table' AND t.parent IS NOT NULL
), arrivals AS (
  SELECT w.file AS file, min(w.received_on) AS received_on
  FROM   with_siblings AS w
  GROUP  BY w.file
), bodies AS (
  -- shown with a record, no dimension: rows that arrived in one file are of several bodies, so no body has a total of its own
  SELECT o.code AS code, max(o.name) AS name
  FROM   organizations AS o
  GROUP  BY o.code
)
SELECT s.last_day            AS day,
       CAST(NULL AS VARCHAR) AS failed,
       f.rows                AS submitted,
       CAST(NULL AS VARCHAR) AS body,
       CAST(NULL AS VARCHAR) AS rule,
       f.file                AS file,
       CAST(NULL AS BIGINT)  AS row,
       f.table_name          AS table_name,
       CAST(NULL AS VARCHAR) AS column_name
FROM   loaded_files AS f
JOIN   arrivals AS a ON a.file = f.file
JOIN   slots AS s ON a.received_on <= s.last_day
UNION ALL
SELECT s.last_day AS day, j.file || ':' || CAST(j.row AS VARCHAR), NULL, b.name, j.rule, j.file, j.row, j.table_name, j.column_name
FROM   rejected_rows AS j
JOIN   arrivals AS a ON a.file = j.file
JOIN   slots AS s ON a.received_on <= s.last_day
LEFT   JOIN bodies AS b ON b.code = j.organization
WHERE  j.rule <> 'superseded'
