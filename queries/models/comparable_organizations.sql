-- Units in which bodies compare across the reorganisations of 2025: all bodies that end in the same successor.
-- A district's committee and those of the communes that its area became are one unit; its communes are told by their area.
-- No chain of successors is longer than three: each join below follows it one further.
WITH successors AS (
  SELECT o.code           AS code,
         max(o.successor) AS successor
  FROM   organizations AS o
  WHERE  o.successor IS NOT NULL
  AND    o.successor <> o.code                    -- a body that keeps its code is the same unit anyway
  GROUP  BY o.code
), ends AS (
  SELECT DISTINCT o.code                                                    AS code,
         coalesce(s3.successor, s2.successor, s1.successor, 'KT-' || a.district, o.code) AS unit
  FROM   organizations AS o
  LEFT   JOIN successors AS s1 ON s1.code = o.code
  LEFT   JOIN successors AS s2 ON s2.code = s1.successor
  LEFT   JOIN successors AS s3 ON s3.code = s2.successor
  LEFT   JOIN areas      AS a  ON a.code = substr(o.code, 4) AND o.kind = 'commune' AND a.district IS NOT NULL
)
SELECT e.code AS code,
       e.unit AS unit,
       CASE WHEN u.kind = 'district' THEN u.name || ' và các xã, phường kế thừa'
            WHEN u.kind = 'province' THEN 'Ủy ban nhân dân tỉnh'
            WHEN u.force = 'tax'     THEN 'Cơ quan thuế cấp tỉnh'
            WHEN u.force = 'market'  THEN 'Cơ quan quản lý thị trường'
            WHEN u.force = 'bank'    THEN 'Ngân hàng Nhà nước trên địa bàn'
            WHEN u.force = 'front'   THEN 'Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh'
            ELSE replace(replace(u.name, ' tỉnh Quảng Ngãi', ''), ' tỉnh Kon Tum', '')
       END    AS label
FROM   ends AS e
JOIN   organizations AS u ON u.code = e.unit
