import { readCurrency } from "../language/read-currency.ts";
import { readField } from "../language/reading.ts";
import { has, type SourceMap } from "../language/source-node.ts";
import type { Currency } from "../money/currency.ts";
import type { ActionContext } from "./action-definition.ts";

/** The `currency` of an amount that stands for itself. What comes before the customer has a currency must name one (D6). */
export function readOwnCurrency({ reading, currency, customer }: ActionContext, map: SourceMap, what: string): Currency | undefined {
  const written = readField(reading, map, "currency", (of, at) => {
    const read = readCurrency(of, at);
    if (read !== undefined) currency.agree(of, at, read, what);
    return read;
  });
  if (currency.current === undefined && !currency.unknown && has(map, "amount") && !has(map, "currency")) {
    reading.refuse(map, {
      code: "missing-currency",
      message: `${what} has no currency, and ${customer} has none yet.`,
      rule: `${what.replace("The", "An").replace("An charge", "A charge")} before the first subscription names its own \`currency\` (D6).`,
      remedy: "Write `currency: usd` here, or at the customer.",
    });
  }
  return written;
}
