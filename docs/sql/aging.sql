-- aging.csv from invoices.csv and credit_notes.csv: what is open at an interval's end, by the days begun since it was due.
WITH open AS (
  SELECT intervals.interval, invoices.currency,
    -- Whole days begun; what is charged automatically was due at its finalization.
    (unixepoch(ends) - unixepoch(CASE WHEN due_at = '' THEN finalized_at ELSE due_at END) + 86399) / 86400 AS days,
    amount_due - COALESCE((SELECT SUM(open) FROM credit_notes WHERE credit_notes.invoice = invoices.invoice AND at < ends), 0) AS remaining
  FROM intervals JOIN invoices
    ON finalized_at <> '' AND finalized_at < ends
    AND (paid_at = '' OR paid_at >= ends)
    AND (voided_at = '' OR voided_at >= ends)
    AND (uncollectible_at = '' OR uncollectible_at >= ends)
),
buckets (bucket, least, most) AS (
  VALUES ('not_due', -1000000, 0), ('1-30', 1, 30), ('31-60', 31, 60), ('61-90', 61, 90), ('over_90', 91, 1000000)
)
SELECT intervals.interval, currencies.currency, bucket, COUNT(remaining) AS invoices, COALESCE(SUM(remaining), 0) AS amount
FROM intervals CROSS JOIN buckets
  CROSS JOIN (SELECT DISTINCT currency FROM customers WHERE currency <> '') AS currencies
  LEFT JOIN open ON open.interval = intervals.interval AND open.currency = currencies.currency
    AND days BETWEEN least AND most AND remaining <> 0
GROUP BY intervals.interval, currencies.currency, bucket;
