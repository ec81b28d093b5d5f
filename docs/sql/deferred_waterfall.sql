-- deferred_waterfall.csv from recognition.csv: when what an interval's bills deferred was earned.
WITH bills AS MATERIALIZED (
  SELECT customer, bill, interval AS billed
  FROM (
    SELECT customer, invoice AS bill, finalized_at AS at FROM invoices WHERE finalized_at <> ''
    UNION ALL SELECT customer, payment, at FROM payments WHERE kind = 'charge'
  )
  JOIN intervals ON at >= starts AND at < ends
),
moved AS (
  -- What an existing base has paid before the clock has no bill.
  SELECT COALESCE(billed, 'opening') AS billed, interval AS recognized_in, currency,
    deferred_opening + deferred_added AS deferred, deferred_released, deferred_reversed
  FROM recognition LEFT JOIN bills ON bill = invoice AND bills.customer = recognition.customer
)
SELECT billed, recognized_in, currency, SUM(deferred_released) AS amount
FROM moved
GROUP BY billed, recognized_in, currency
HAVING SUM(deferred_released) <> 0
UNION ALL
-- What is still deferred at the clock's end.
SELECT billed, '', currency, SUM(deferred - deferred_released - deferred_reversed)
FROM moved
GROUP BY billed, currency
HAVING SUM(deferred - deferred_released - deferred_reversed) <> 0;
