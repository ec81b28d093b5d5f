-- cohorts.csv: customers by the month in which they began to pay, and what is left of them at the end of each month since.
-- `months` are those of the reports' calendar, counted through, from the first subscription on, whatever the interval of the reports is.
WITH moves AS (
  SELECT customer, currency, at, movement, amount, mrr_after FROM mrr_movements WHERE movement <> 'fx'
),
began AS MATERIALIZED (
  SELECT customer, currency, MIN(at) AS first_at FROM moves GROUP BY customer, currency
),
-- Who was there when the clock started began when its subscription did.
existing AS MATERIALIZED (
  SELECT customer, MIN(started_at) AS started_at FROM subscriptions
  WHERE customer IN (SELECT customer FROM moves WHERE movement = 'opening')
  GROUP BY customer
),
members AS MATERIALIZED (
  SELECT began.customer, currency, months.number AS joined,
    COALESCE((SELECT number FROM months WHERE started_at >= starts AND started_at < ends), months.number) AS cohort
  FROM began
    JOIN months ON first_at >= months.starts AND first_at < months.ends
    LEFT JOIN existing ON existing.customer = began.customer
),
-- What changed in a month, cohort by cohort; what came before a customer's first recurring revenue counts in the month of that.
changes AS (
  SELECT customer, joined AS number, 1 AS customers, 0 AS mrr, 0 AS retained, 0 AS revenue, 0 AS collected, 0 AS mrr_start FROM members
  UNION ALL
  SELECT moves.customer, number, 0, amount, (mrr_after > 0) - (mrr_after - amount > 0), 0, 0,
    CASE WHEN movement = 'opening' OR moves.at = first_at AND mrr_after = amount THEN amount ELSE 0 END
  FROM moves
    JOIN began ON began.customer = moves.customer
    JOIN months ON moves.at >= starts AND moves.at < ends
  UNION ALL
  SELECT invoices.customer, MAX(number, joined), 0, 0, 0, total - tax, 0, 0
  FROM invoices
    JOIN members ON members.customer = invoices.customer
    JOIN months ON finalized_at >= starts AND finalized_at < ends
  UNION ALL
  SELECT payments.customer, MAX(number, joined), 0, 0, 0, CASE kind WHEN 'charge' THEN amount ELSE 0 END, amount, 0
  FROM payments
    JOIN members ON members.customer = payments.customer
    JOIN months ON at >= starts AND at < ends
  WHERE outcome = 'succeeded' AND kind IN ('payment', 'charge', 'out_of_band')
),
by_month AS MATERIALIZED (
  SELECT currency, cohort, number,
    SUM(customers) AS customers, SUM(retained) AS retained, SUM(mrr) AS mrr, SUM(mrr_start) AS mrr_start, SUM(revenue) AS revenue, SUM(collected) AS collected
  FROM changes JOIN members ON members.customer = changes.customer
  GROUP BY currency, cohort, number
),
cells AS (
  SELECT currency, cohort, months.number - cohort AS age,
    SUM(customers) AS customers, SUM(retained) AS retained, SUM(mrr) AS mrr, SUM(mrr_start) AS mrr_start,
    SUM(revenue) AS revenue_cumulative, SUM(collected) AS collected_cumulative
  FROM by_month JOIN months ON months.number >= by_month.number
  GROUP BY currency, cohort, months.number
)
SELECT (SELECT month FROM months WHERE number = cohort) AS cohort, age, currency,
  customers, retained, mrr_start, mrr, revenue_cumulative, collected_cumulative,
  ROUND(1000000.0 * retained / NULLIF(customers, 0)) / 1000000 AS retention_rate,
  ROUND(1000000.0 * mrr / NULLIF(mrr_start, 0)) / 1000000 AS mrr_retention_rate
FROM cells;
