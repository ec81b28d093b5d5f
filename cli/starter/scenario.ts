/** The scenario that `billclock init` writes: small, commented, and true. A test runs it. */
export const starterScenario = `# A first scenario. Run it:    npx --no-install billclock run scenarios/starter.yaml
# Compare it with its golden:  npx --no-install billclock check scenarios
description: A team signs up with a trial and a coupon, adds seats in the middle of a month, and its card fails once.

# The virtual clock: nothing depends on today's date. The end is exclusive.
clock: { start: 2026-01-01, end: 2026-05-01 }

# What is sold. Amounts are in the smallest unit of the currency: 1200 is $12.00.
plans:
  team: { currency: usd, interval: month, unit_amount: 1200 }

# What a coupon takes off, and for how long.
coupons:
  welcome: { percent_off: 25, duration: repeating, duration_in_months: 2 }

# A card by charges: the third one fails, the one after it succeeds.
cards:
  shaky: { outcomes: [succeeds, succeeds, insufficient_funds, succeeds] }

# When a failed payment is tried again, each counted from the try before, and what happens when none succeeds.
dunning: { retries: [3 days, 5 days, 7 days], then: cancel }

customers:
  # Each customer has a script: what happens, and when.
  acme:
    card: shaky
    timeline:
      - at: 2026-01-01
        subscribe: { plan: team, quantity: 3, trial: 14 days, coupon: welcome }
      # Two more seats: what is left of the period is credited for three and charged for five, to the second, on the next invoice.
      - at: 2026-02-01
        change: { quantity: 5 }

# What must hold. \`check\` compares these and the whole golden beside this file.
expect:
  - { invoice: acme-0001, total: 0, status: paid }
  - { invoice: acme-0002, total: 2700, status: paid }
`;
