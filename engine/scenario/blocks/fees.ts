import { didYouMean } from "../../language/did-you-mean.ts";
import { readAmount, readShare } from "../../language/read-number.ts";
import { type Reading, readOr } from "../../language/reading.ts";
import { block, named, ref } from "../../language/schema-parts.ts";
import { field, namedEntries, quoteText, type SourceNode } from "../../language/source-node.ts";
import { type Currency, currencies } from "../../money/currency.ts";
import type { Minor } from "../../money/exact.ts";
import type { PaymentFees } from "../../payments/payment-fees.ts";

export const feesSchema = block("What the payment provider takes of each successful charge, one-off charges too; a refund does not give it back.", {
  percent: ref("share", "A share of the amount, rounded once.", { default: 0 }),
  fixed: named("A fixed sum for each charge, by currency code; in other currencies there is none.", ref("amount", "The sum.", { minimum: 0 })),
});

/** Undefined: nothing is taken. */
export function readFees(reading: Reading, node: SourceNode | undefined): PaymentFees | undefined {
  if (node?.kind !== "map") return undefined;
  const percentPpm = readOr(reading, node, "percent", readShare, 0);
  const fixed = new Map<Currency, Minor>();
  const sums = field(node, "fixed");
  for (const entry of sums?.kind === "map" ? namedEntries(sums) : []) {
    const currency = currencies.get(entry.key);
    const amount = readAmount(reading, entry.value);
    if (currency !== undefined && amount !== undefined) fixed.set(currency, amount);
    if (currency !== undefined) continue;
    reading.refuseKey(entry, {
      code: "unknown-currency",
      message: `There is no currency ${quoteText(entry.key)}.`,
      rule: "A currency is one of the three-letter codes that Stripe bills in, in lower case.",
      remedy: didYouMean(entry.key, currencies.keys(), "Write a code such as usd, eur or jpy."),
    });
  }
  return { percentPpm, fixed };
}
