-- trial_balance.csv: every fact as what it debits (positive) and credits (negative), added up by account.
WITH left_over AS (
  SELECT invoices.*, COALESCE((SELECT SUM(open) FROM credit_notes WHERE credit_notes.invoice = invoices.invoice), 0) AS credited_open
  FROM invoices
),
facts (at, currency, account, flow, amount) AS (
  SELECT finalized_at, currency, 'assets:receivable', 'billed', total FROM invoices
  UNION ALL SELECT finalized_at, currency, 'liabilities:tax', 'billed', -tax FROM invoices
  UNION ALL SELECT at, currency, 'assets:receivable', 'collected', -amount FROM payments WHERE kind IN ('payment', 'out_of_band') AND outcome = 'succeeded'
  UNION ALL SELECT at, currency, 'assets:cash', 'collected', amount FROM payments WHERE kind IN ('payment', 'out_of_band') AND outcome = 'succeeded'
  UNION ALL SELECT at, currency, 'assets:cash', 'charges', amount FROM payments WHERE kind = 'charge' AND outcome = 'succeeded'
  UNION ALL SELECT at, currency, 'assets:cash', 'refunded', -amount FROM payments WHERE kind = 'refund'
  UNION ALL SELECT at, currency, 'assets:cash', 'disputed', -amount FROM payments WHERE kind = 'dispute'
  UNION ALL SELECT at, currency, 'assets:cash', 'fees', -fee FROM payments
  UNION ALL SELECT at, currency, 'expenses:fees', 'fees', fee FROM payments
  UNION ALL SELECT at, currency, 'assets:receivable', 'credited', -open FROM credit_notes
  UNION ALL SELECT at, currency, 'liabilities:customer balance', 'credited', -to_balance FROM credit_notes
  UNION ALL SELECT at, currency, 'assets:cash', 'credited', -out_of_band FROM credit_notes
  UNION ALL SELECT uncollectible_at, currency, 'assets:receivable', 'uncollectible', credited_open - amount_due FROM left_over
  UNION ALL SELECT paid_at, currency, 'assets:receivable', 'recovered', amount_paid FROM left_over WHERE uncollectible_at <> ''
  UNION ALL SELECT voided_at, currency, 'assets:receivable', 'recovered', amount_due - credited_open FROM left_over WHERE uncollectible_at <> ''
  -- What a void gives back to the customer balance moves that by `balance_transactions`.
  UNION ALL SELECT voided_at, currency, 'assets:receivable', 'voided', credited_open - total FROM left_over WHERE finalized_at <> ''
  UNION ALL SELECT at, currency, 'assets:receivable', 'balance', -amount FROM balance_transactions WHERE invoice <> '' AND type <> 'credit_note'
  UNION ALL SELECT at, currency, 'liabilities:customer balance', 'balance', amount FROM balance_transactions WHERE invoice <> '' AND type <> 'credit_note'
  UNION ALL SELECT at, currency, 'liabilities:customer balance', 'adjusted', amount FROM balance_transactions WHERE type = 'adjustment' AND invoice = ''
  UNION ALL SELECT at, currency, 'liabilities:customer balance', 'opening', amount FROM balance_transactions WHERE type = 'initial'
  UNION ALL SELECT at, currency, 'equity:opening balances', 'opening', -amount FROM balance_transactions WHERE type = 'initial'
),
earned (interval, currency, account, flow, amount) AS (
  SELECT interval, currency, 'liabilities:deferred revenue', 'added', -deferred_added FROM recognition
  UNION ALL SELECT interval, currency, 'liabilities:deferred revenue', 'opening', -deferred_opening FROM recognition
  UNION ALL SELECT interval, currency, 'equity:opening balances', 'opening', deferred_opening FROM recognition
  UNION ALL SELECT interval, currency, 'liabilities:deferred revenue', 'released', deferred_released FROM recognition
  UNION ALL SELECT interval, currency, 'liabilities:deferred revenue', 'reversed', deferred_reversed FROM recognition
  UNION ALL SELECT interval, currency, 'assets:unbilled', 'added', unbilled_added FROM recognition
  UNION ALL SELECT interval, currency, 'assets:unbilled', 'billed', -unbilled_billed FROM recognition
  UNION ALL SELECT interval, currency, 'assets:unbilled', 'reversed', -unbilled_reversed FROM recognition
  UNION ALL SELECT interval, currency, 'revenue:' || kind, 'earned', -amount FROM recognition
  UNION ALL SELECT interval, currency, 'revenue:contra', 'contra', contra FROM recognition
  UNION ALL SELECT interval, currency, 'expenses:bad debt', 'bad debt', bad_debt FROM recognition
  UNION ALL SELECT interval, currency, 'liabilities:tax', 'reversed', tax_reversed FROM recognition
),
flows AS (
  SELECT interval, currency, account, flow, SUM(amount) AS amount
  FROM (
    SELECT interval, currency, account, flow, amount FROM facts JOIN intervals ON at >= starts AND at < ends
    UNION ALL SELECT * FROM earned
  )
  GROUP BY interval, currency, account, flow
),
accounts (account) AS (
  VALUES ('assets:receivable'), ('assets:unbilled'), ('assets:cash'), ('liabilities:deferred revenue'), ('liabilities:customer balance'), ('liabilities:tax'),
    ('revenue:subscriptions'), ('revenue:usage'), ('revenue:one-off'), ('revenue:contra'), ('expenses:bad debt'), ('expenses:fees'), ('equity:opening balances')
),
moved AS (
  SELECT intervals.interval, starts, currencies.currency, accounts.account,
    COALESCE(SUM(amount) FILTER (WHERE flow = 'opening'), 0) AS existing,
    COALESCE(SUM(MAX(amount, 0)) FILTER (WHERE flow <> 'opening'), 0) AS debit,
    COALESCE(SUM(MAX(-amount, 0)) FILTER (WHERE flow <> 'opening'), 0) AS credit
  FROM intervals CROSS JOIN accounts
    CROSS JOIN (SELECT DISTINCT currency FROM customers WHERE currency <> '') AS currencies
    LEFT JOIN flows ON flows.interval = intervals.interval AND flows.currency = currencies.currency AND flows.account = accounts.account
  GROUP BY intervals.interval, starts, currencies.currency, accounts.account
)
SELECT interval, currency, account, debit, credit,
  SUM(existing + debit - credit) OVER through - debit + credit AS opening,
  SUM(existing + debit - credit) OVER through AS closing
FROM moved
WINDOW through AS (PARTITION BY currency, account ORDER BY starts);
