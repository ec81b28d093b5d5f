import type { BusinessEntry, PriceChange } from "../../engine/business/entry.ts";
import { formatBrief } from "../../engine/calendar/civil.ts";
import { NEVER } from "../../engine/calendar/instant.ts";
import { textTable } from "../rendering/text-table.ts";

/** What the business does, a line for each entry and wave, in the file's order. */
export function businessLines(entries: readonly BusinessEntry[]): readonly string[] {
  const rows = entries.flatMap((entry) => {
    const { name, reach } = entry;
    const isPart = reach.waves.length > 1 || (reach.waves[0]?.upTo ?? 1) < 1;
    return reach.waves.map(({ begins, ends, upTo }, i) => {
      const share = Math.round((upTo - (reach.waves[i - 1]?.upTo ?? 0)) * 1_000_000) / 10_000;
      const span = ends === NEVER ? `from ${formatBrief(begins)}` : `${formatBrief(begins)} → ${formatBrief(ends)}`;
      return [name, span, isPart ? `${share}%` : "", does(entry)];
    });
  });
  return textTable(
    ["business", "when", "share", "does"].map((title) => ({ title, right: title === "share" })),
    rows,
  );
}

function does(entry: BusinessEntry): string {
  if (entry.kind === "outage") return `outage: every charge is declined with ${entry.declines.code}`;
  if (entry.kind === "promotion") {
    const extra = entry.signUps === 0 ? "" : `, ${Math.round(entry.signUps * 1_000_000) / 10_000}% more sign-ups`;
    return `${entry.coupon.id} for ${entry.to} customers, taken by ${Math.round(entry.takeUp * 1_000_000) / 10_000}%${extra}`;
  }
  if (entry.kind === "migrate") {
    const coupon = entry.coupon === undefined ? "" : ` with ${entry.coupon.id}`;
    return `${entry.from.id} → ${entry.to.id}${coupon}, ${entry.when === "now" ? "all at once" : "each at its next renewal"}`;
  }
  return `price of ${entry.plan.id}: ${priceText(entry)}, ${FOR[entry.for]}`;
}

const FOR = {
  new: "for who takes it up from then on",
  at_renewal: "for the others from their next renewal",
  now: "for all at once",
} as const;

/** What one costs from then on, in the currencies in which that changes: `1 x 2300 usd, 1 x 2200 eur`. */
function priceText({ prices, currencies }: PriceChange): string {
  return prices
    .filter(({ currency }) => currencies.has(currency))
    .map(({ model, terms, currency }) => `${model.describe(terms, 1)} ${currency.code}`)
    .join(", ");
}
