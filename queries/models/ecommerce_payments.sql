-- What was paid on decisions of e-commerce cases. Money whose case is not known stays, under an unknown area and channel.
SELECT p.payment_id   AS payment_id,
       p.decision_id  AS decision_id,
       p.kind         AS kind,
       p.sub_item     AS sub_item,
       p.paid_on      AS paid_on,
       p.amount       AS amount,
       p.organization AS organization,
       k.area         AS area,
       k.channel      AS channel,
       d.decided_on   AS decided_on
FROM   payments AS p
LEFT   JOIN decisions AS d ON d.decision_id = p.decision_id
LEFT   JOIN cases AS k ON k.case_id = d.case_id
WHERE  k.channel IS NULL OR k.channel <> 'traditional'
