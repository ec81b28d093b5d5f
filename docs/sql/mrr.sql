-- mrr.csv from mrr_movements.csv: every movement stands in the interval that holds its instant.
WITH moved AS (
  SELECT interval, movements.*
  FROM mrr_movements AS movements JOIN intervals ON at >= starts AND at < ends
  WHERE movement <> 'fx'
),
flows AS (
  SELECT intervals.interval, starts, currencies.currency,
    COALESCE(SUM(amount) FILTER (WHERE movement = 'opening'), 0) AS existing,
    COALESCE(SUM(amount) FILTER (WHERE movement = 'new'), 0) AS new,
    COALESCE(SUM(amount) FILTER (WHERE movement = 'reactivation'), 0) AS reactivation,
    COALESCE(SUM(amount) FILTER (WHERE movement = 'expansion'), 0) AS expansion,
    COALESCE(SUM(-amount) FILTER (WHERE movement = 'contraction'), 0) AS contraction,
    COALESCE(SUM(-amount) FILTER (WHERE movement = 'churn'), 0) AS churn,
    COALESCE(SUM(-amount) FILTER (WHERE movement = 'churn' AND involuntary = 'true'), 0) AS churn_involuntary,
    COALESCE(SUM(amount), 0) AS net,
    COALESCE(SUM((mrr_after > 0) - (mrr_after - amount > 0)), 0) AS more_subscribers
  FROM intervals
    CROSS JOIN (SELECT DISTINCT currency FROM mrr_movements WHERE movement <> 'fx') AS currencies
    LEFT JOIN moved ON moved.interval = intervals.interval AND moved.currency = currencies.currency
  GROUP BY intervals.interval, starts, currencies.currency
)
SELECT interval, currency, new, reactivation, expansion, contraction, churn, churn_involuntary,
  -- What was there when the clock started stands in the first opening.
  SUM(net) OVER through - net + existing AS opening,
  SUM(net) OVER through AS closing,
  SUM(more_subscribers) OVER through AS subscribers
FROM flows
WINDOW through AS (PARTITION BY currency ORDER BY starts);
