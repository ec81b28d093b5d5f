-- usage.csv from invoice_lines.csv: lines of usage in the interval in which their invoice is finalized.
-- Quantities have up to 12 decimals: whole units and their parts are added up apart, so that nothing is rounded.
WITH used AS (
  SELECT interval, lines.currency, plan, lines.amount - lines.discount AS billed,
    CAST(quantity AS INTEGER) AS whole,
    CASE WHEN instr(quantity, '.') = 0 THEN 0
      ELSE CAST(substr(substr(quantity, instr(quantity, '.') + 1) || '000000000000', 1, 12) AS INTEGER) END AS parts
  FROM invoice_lines AS lines
    JOIN invoices ON invoices.invoice = lines.invoice
    JOIN intervals ON finalized_at >= starts AND finalized_at < ends
  WHERE kind = 'usage'
)
SELECT interval, currency, plan,
  (SUM(whole) + SUM(parts) / 1000000000000) || rtrim(rtrim(printf('.%012d', SUM(parts) % 1000000000000), '0'), '.') AS quantity,
  SUM(billed) AS billed
FROM used
GROUP BY interval, currency, plan;
