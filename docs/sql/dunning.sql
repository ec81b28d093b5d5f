-- dunning.csv from payments.csv: what became of failed payments, by the retry that settled them.
WITH tries AS (
  SELECT rowid AS row, customer, invoice, currency, at, amount, outcome, decline_code, kind, CAST(attempt AS INTEGER) AS attempt
  FROM payments
  WHERE invoice <> '' AND kind IN ('payment', 'out_of_band')
),
-- An episode is an invoice from the first charge on that its card declined.
first_failures AS (
  SELECT MIN(row) AS first_row, invoice FROM tries WHERE outcome = 'failed' GROUP BY invoice
),
episodes AS (
  SELECT first_row, tries.invoice, tries.customer, tries.currency, decline_code, attempt AS first_attempt, interval, starts
  FROM first_failures JOIN tries ON row = first_row
    JOIN intervals ON at >= starts AND at < ends
),
-- A try whose attempt is no new one of the schedule was made by hand, and counts as the retry that it comes before.
retries AS (
  SELECT episodes.*, row, amount, outcome,
    MAX(first_attempt, COALESCE(MAX(attempt) OVER earlier, 0)) AS before, attempt
  FROM episodes JOIN tries ON tries.invoice = episodes.invoice AND row > first_row
  WINDOW earlier AS (PARTITION BY tries.invoice ORDER BY row ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),
numbered AS (
  SELECT *, CASE WHEN attempt > before THEN attempt - 1 ELSE before END AS retry FROM retries
),
endings AS (
  SELECT episodes.*,
    COALESCE((SELECT retry FROM numbered WHERE numbered.invoice = episodes.invoice ORDER BY row DESC LIMIT 1), 0) AS retry,
    EXISTS (SELECT 1 FROM numbered WHERE numbered.invoice = episodes.invoice AND outcome = 'succeeded') AS recovered,
    -- Open while somebody will ask for it again: the schedule, or whom it was sent to, or who signs up.
    invoices.status = 'open' AND (next_attempt_at <> '' OR invoices.collection_method = 'send_invoice' OR subscriptions.status = 'incomplete') AS is_open
  FROM episodes
    JOIN invoices ON invoices.invoice = episodes.invoice
    LEFT JOIN subscriptions ON subscriptions.subscription = invoices.subscription
),
counted AS (
  SELECT interval, decline_code, retry, currency, 1 AS tried, outcome = 'succeeded' AS recovered, amount AS amount_tried,
    CASE outcome WHEN 'succeeded' THEN amount ELSE 0 END AS amount_recovered, 0 AS lost, 0 AS open
  FROM numbered
  UNION ALL
  SELECT interval, decline_code, retry, currency, 0, 0, 0, 0, NOT COALESCE(is_open, 0), COALESCE(is_open, 0) FROM endings WHERE NOT recovered
)
SELECT interval, decline_code, retry AS attempt, currency,
  SUM(tried) AS tried, SUM(recovered) AS recovered, SUM(amount_tried) AS amount_tried, SUM(amount_recovered) AS amount_recovered,
  SUM(lost) AS lost, SUM(open) AS open,
  ROUND(1000000.0 * SUM(recovered) / NULLIF(SUM(tried), 0)) / 1000000 AS recovery_rate
FROM counted
GROUP BY interval, decline_code, retry, currency;
