-- tax.csv from invoice_lines.csv and recognition.csv. A line names its rates joined by `;`, and what each of them took: the lists are taken apart first.
WITH RECURSIVE billed (invoice, line, tax_rate, inclusive, took, rates, inclusives, amounts) AS (
  SELECT invoice, line, '', '', 0, tax_rate || ';', tax_inclusive || ';', tax_amount || ';' FROM invoice_lines WHERE tax_rate <> ''
  UNION ALL
  SELECT invoice, line,
    substr(rates, 1, instr(rates, ';') - 1), substr(inclusives, 1, instr(inclusives, ';') - 1), CAST(substr(amounts, 1, instr(amounts, ';') - 1) AS INTEGER),
    substr(rates, instr(rates, ';') + 1), substr(inclusives, instr(inclusives, ';') + 1), substr(amounts, instr(amounts, ';') + 1)
  FROM billed WHERE rates <> ''
),
reversed (interval, currency, tax_rate, took, rates, amounts) AS (
  SELECT interval, currency, '', 0, tax_rate || ';', tax_rate_reversed || ';' FROM recognition WHERE tax_rate <> ''
  UNION ALL
  SELECT interval, currency,
    substr(rates, 1, instr(rates, ';') - 1), CAST(substr(amounts, 1, instr(amounts, ';') - 1) AS INTEGER),
    substr(rates, instr(rates, ';') + 1), substr(amounts, instr(amounts, ';') + 1)
  FROM reversed WHERE rates <> ''
),
taxed AS (
  SELECT interval, invoices.currency, billed.tax_rate,
    -- What the rate was taken on: after discounts, without any tax.
    lines.amount - lines.discount
      - (SELECT COALESCE(SUM(took), 0) FROM billed AS own WHERE own.invoice = lines.invoice AND own.line = lines.line AND own.inclusive = 'true') AS taxable,
    took AS tax_billed, 0 AS tax_reversed
  FROM billed
    JOIN invoice_lines AS lines ON lines.invoice = billed.invoice AND lines.line = billed.line
    JOIN invoices ON invoices.invoice = billed.invoice
    JOIN intervals ON finalized_at >= starts AND finalized_at < ends
  WHERE billed.tax_rate <> ''
  UNION ALL
  SELECT interval, currency, tax_rate, 0, 0, took FROM reversed WHERE tax_rate <> ''
)
SELECT interval, currency, tax_rate, SUM(taxable) AS taxable, SUM(tax_billed) AS tax_billed, SUM(tax_reversed) AS tax_reversed
FROM taxed
GROUP BY interval, currency, tax_rate;
