/*
title       = "Costs that do not add up"
description = "Strikes whose total cost is not the cost of repair and the other cost together."
labels      = { strike_id = "line", flight_date = "date", cost_repair = "repair", cost_other = "other", cost_total = "total" }
*/
SELECT s.strike_id   AS strike_id,
       s.flight_date AS flight_date,
       s.cost_repair AS cost_repair,
       s.cost_other  AS cost_other,
       s.cost_total  AS cost_total
FROM   strikes AS s
WHERE  s.cost_total <> s.cost_repair + s.cost_other
ORDER  BY s.strike_id
