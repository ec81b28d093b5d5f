/**
 * What the columns of the Dashboard's export of subscriptions are here, by their headers in lower case and without "(UTC)". Everything else that
 * it has is passed over, but for metadata.
 */
const COLUMNS: ReadonlyMap<string, string> = new Map([
  ["id", "subscription"],
  ["customer id", "customer"],
  ["plan", "plans"],
  ["plan id", "plans"],
  ["price id", "plans"],
  ["quantity", "quantity"],
  ["amount", "unit_amount"],
  ["currency", "currency"],
  ["status", "status"],
  ["created", "created"],
  ["start date", "started_at"],
  ["current period start", "current_period_start"],
  ["current period end", "current_period_end"],
  ["trial end", "trial_end"],
  ["cancel at", "cancel_at"],
  ["cancel at period end", "cancel_at_period_end"],
  ["canceled at", "canceled_at"],
  ["ended at", "ended_at"],
  ["coupon", "coupon"],
  ["coupon id", "coupon"],
]);

/** `Current Period Start (UTC)` is `current_period_start`, and `region (metadata)` the attribute `region`; undefined: the column is passed over. */
export function stripeColumn(header: string, isKnown: (name: string) => boolean): string | undefined {
  const metadata = /^(.+) \(metadata\)$/i.exec(header)?.[1];
  if (metadata !== undefined) return isKnown(metadata) ? undefined : metadata;
  return COLUMNS.get(
    header
      .toLowerCase()
      .replace(/\(utc\)/, "")
      .trim(),
  );
}

/** The export's instants are UTC to the minute, `2026-01-31 10:00`: as the language writes them. */
export function stripeInstant(text: string): string {
  const match = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})(:\d{2})?$/.exec(text);
  return match === null ? text : `${match[1]}T${match[2]}${match[3] ?? ":00"}Z`;
}
