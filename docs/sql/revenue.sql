-- revenue.csv: what moved the money of an interval, fact by fact, and the stocks that the flows move.
WITH facts AS (
  SELECT finalized_at AS at, currency, 'billed' AS flow, total AS amount FROM invoices
  UNION ALL SELECT finalized_at, currency, 'discounts', discount FROM invoices
  UNION ALL SELECT finalized_at, currency, 'tax', tax FROM invoices
  -- Against invoices, out of band too.
  UNION ALL SELECT at, currency, 'collected', amount FROM payments WHERE kind IN ('payment', 'out_of_band') AND outcome = 'succeeded'
  UNION ALL SELECT at, currency, 'charges', amount FROM payments WHERE kind = 'charge' AND outcome = 'succeeded'
  UNION ALL SELECT at, currency, 'refunded', amount FROM payments WHERE kind = 'refund'
  UNION ALL SELECT at, currency, 'disputed', amount FROM payments WHERE kind = 'dispute'
  UNION ALL SELECT at, currency, 'fees', fee FROM payments
  UNION ALL SELECT at, currency, 'credited', amount FROM credit_notes
  UNION ALL SELECT at, currency, 'credited_open', open FROM credit_notes
  UNION ALL SELECT at, currency, 'credited_to_balance', to_balance FROM credit_notes
  UNION ALL SELECT at, currency, 'credited_refunded', refunded FROM credit_notes
  UNION ALL SELECT at, currency, 'credited_out_of_band', out_of_band FROM credit_notes
  -- What remained of an invoice that was written off or voided: what was asked, less what credit notes took off it.
  UNION ALL SELECT uncollectible_at, currency, 'uncollectible', amount_due - credited_open FROM left_over
  UNION ALL SELECT voided_at, currency, 'voided', amount_due - credited_open + total - amount_due FROM left_over WHERE finalized_at <> ''
  UNION ALL SELECT paid_at, currency, 'recovered', amount_paid FROM left_over WHERE uncollectible_at <> ''
  UNION ALL SELECT voided_at, currency, 'recovered', amount_due - credited_open FROM left_over WHERE uncollectible_at <> ''
  -- A customer balance is negative where the customer is owed something.
  UNION ALL SELECT at, currency, 'balance_existing', -amount FROM balance_transactions WHERE type = 'initial'
  UNION ALL SELECT at, currency, 'balance_adjusted', -amount FROM balance_transactions WHERE type = 'adjustment' AND invoice = ''
  UNION ALL SELECT at, currency, 'balance_on_invoices', -amount FROM balance_transactions WHERE invoice <> '' AND type <> 'credit_note'
),
left_over AS (
  SELECT invoices.*, COALESCE((SELECT SUM(open) FROM credit_notes WHERE credit_notes.invoice = invoices.invoice), 0) AS credited_open
  FROM invoices
),
moved AS (
  SELECT intervals.interval, intervals.starts, currencies.currency, flow, amount
  FROM intervals
    CROSS JOIN (SELECT DISTINCT currency FROM customers WHERE currency <> '') AS currencies
    LEFT JOIN facts ON at >= starts AND at < ends AND facts.currency = currencies.currency
),
-- What revenue is earned is in recognition.csv by interval already. Of what an invoice earned by an interval's end, it is unpaid if nobody paid it by then.
earned AS (
  SELECT recognition.interval, recognition.currency,
    SUM(amount) AS recognized,
    SUM(amount - deferred_released - unbilled_added) AS recognized_on_billing,
    SUM(deferred_opening) AS deferred_existing,
    SUM(deferred_added) AS deferred_added, SUM(deferred_released) AS deferred_released, SUM(deferred_reversed) AS deferred_reversed,
    SUM(unbilled_added) AS unbilled_added, SUM(unbilled_billed) AS unbilled_billed, SUM(unbilled_reversed) AS unbilled_reversed,
    SUM(contra) AS contra, SUM(bad_debt) AS bad_debt, SUM(tax_reversed) AS tax_reversed,
    SUM(amount) FILTER (WHERE invoices.invoice IS NOT NULL AND (paid_at = '' OR paid_at >= ends)) AS recognized_unpaid
  FROM recognition
    JOIN intervals ON intervals.interval = recognition.interval
    LEFT JOIN invoices ON invoices.invoice = recognition.invoice AND invoices.customer = recognition.customer
  GROUP BY recognition.interval, recognition.currency
),
flows AS (
  SELECT moved.interval, moved.starts, moved.currency,
    COALESCE(SUM(moved.amount) FILTER (WHERE flow = 'billed'), 0) AS billed,
    COALESCE(SUM(moved.amount) FILTER (WHERE flow = 'discounts'), 0) AS discounts,
    COALESCE(SUM(moved.amount) FILTER (WHERE flow = 'tax'), 0) AS tax,
    COALESCE(SUM(moved.amount) FILTER (WHERE flow = 'credited'), 0) AS credited,
    COALESCE(SUM(moved.amount) FILTER (WHERE flow = 'collected'), 0) AS collected,
    COALESCE(SUM(moved.amount) FILTER (WHERE flow = 'refunded'), 0) AS refunded,
    COALESCE(SUM(moved.amount) FILTER (WHERE flow = 'uncollectible'), 0) AS uncollectible,
    COALESCE(SUM(moved.amount) FILTER (WHERE flow = 'voided'), 0) AS voided,
    COALESCE(SUM(moved.amount) FILTER (WHERE flow = 'recovered'), 0) AS recovered,
    COALESCE(SUM(moved.amount) FILTER (WHERE flow = 'charges'), 0) AS charges,
    COALESCE(SUM(moved.amount) FILTER (WHERE flow = 'credited_open'), 0) AS credited_open,
    COALESCE(SUM(moved.amount) FILTER (WHERE flow = 'credited_to_balance'), 0) AS credited_to_balance,
    COALESCE(SUM(moved.amount) FILTER (WHERE flow = 'credited_refunded'), 0) AS credited_refunded,
    COALESCE(SUM(moved.amount) FILTER (WHERE flow = 'credited_out_of_band'), 0) AS credited_out_of_band,
    COALESCE(SUM(moved.amount) FILTER (WHERE flow = 'balance_existing'), 0) AS balance_existing,
    COALESCE(SUM(moved.amount) FILTER (WHERE flow = 'balance_on_invoices'), 0) AS balance_on_invoices,
    COALESCE(SUM(moved.amount) FILTER (WHERE flow = 'balance_adjusted'), 0) AS balance_adjusted,
    COALESCE(SUM(moved.amount) FILTER (WHERE flow = 'fees'), 0) AS fees,
    COALESCE(SUM(moved.amount) FILTER (WHERE flow = 'disputed'), 0) AS disputed
  FROM moved
  GROUP BY moved.interval, moved.starts, moved.currency
),
all_flows AS (
  SELECT flows.*,
    COALESCE(recognized, 0) AS recognized, COALESCE(recognized_on_billing, 0) AS recognized_on_billing,
    COALESCE(deferred_existing, 0) AS deferred_existing,
    COALESCE(deferred_added, 0) AS deferred_added, COALESCE(deferred_released, 0) AS deferred_released, COALESCE(deferred_reversed, 0) AS deferred_reversed,
    COALESCE(unbilled_added, 0) AS unbilled_added, COALESCE(unbilled_billed, 0) AS unbilled_billed, COALESCE(unbilled_reversed, 0) AS unbilled_reversed,
    COALESCE(contra, 0) AS contra, COALESCE(bad_debt, 0) AS bad_debt, COALESCE(tax_reversed, 0) AS tax_reversed,
    COALESCE(recognized_unpaid, 0) AS recognized_unpaid
  FROM flows LEFT JOIN earned ON earned.interval = flows.interval AND earned.currency = flows.currency
),
stocks AS (
  SELECT *,
    SUM(deferred_existing + deferred_added - deferred_released - deferred_reversed) OVER through AS deferred_closing,
    SUM(billed + balance_on_invoices - collected - credited_open - voided - uncollectible + recovered) OVER through AS receivable_closing,
    SUM(unbilled_added - unbilled_billed - unbilled_reversed) OVER through AS unbilled_closing,
    SUM(balance_existing + balance_on_invoices + credited_to_balance + balance_adjusted) OVER through AS balance_closing,
    SUM(tax - tax_reversed) OVER through AS tax_closing
  FROM all_flows
  WINDOW through AS (PARTITION BY currency ORDER BY starts)
)
SELECT *,
  tax AS tax_billed,
  recognized - contra AS net_revenue,
  deferred_closing - deferred_added + deferred_released + deferred_reversed AS deferred_opening,
  receivable_closing - billed - balance_on_invoices + collected + credited_open + voided + uncollectible - recovered AS receivable_opening,
  unbilled_closing - unbilled_added + unbilled_billed + unbilled_reversed AS unbilled_opening,
  balance_closing - balance_on_invoices - credited_to_balance - balance_adjusted AS balance_opening,
  tax_closing - tax + tax_reversed AS tax_opening
FROM stocks;
