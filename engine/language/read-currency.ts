import { type Currency, currencies } from "../money/currency.ts";
import { didYouMean } from "./did-you-mean.ts";
import type { Reader } from "./reading.ts";
import { quoteText } from "./source-node.ts";

/** A currency that can be billed, by its lower-case code. */
export const readCurrency: Reader<Currency> = (reading, node) => {
  if (node.kind !== "scalar" || typeof node.value !== "string") return undefined;
  const currency = currencies.get(node.value);
  if (currency !== undefined) return currency;
  return reading.refuse(node, {
    code: "unknown-currency",
    message: `There is no currency ${quoteText(node.value)}.`,
    rule: "A currency is one of the three-letter codes that Stripe bills in, in lower case.",
    remedy: didYouMean(node.value, currencies.keys(), "Write a code such as usd, eur or jpy."),
  });
};
