import type { Account } from "./account.ts";
import type { Line } from "./line.ts";

function newLine(): Line {
  return {
    kind: "subscription",
    subscription: undefined,
    plan: undefined,
    quantity: 0,
    usage: undefined,
    description: "",
    amount: 0,
    base: 0,
    scale: 1,
    part: 1,
    whole: 1,
    start: 0,
    end: 0,
    at: 0,
    sequence: 0,
    discountable: false,
    discount: 0,
    discounts: [],
    insideDiscounts: NOTHING,
    taxRates: undefined,
    taxes: [],
    taxInclusive: 0,
    taxExclusive: 0,
  };
}

const NOTHING: readonly never[] = [];

/** A blank line: not discounted, not taxed, covering its whole period. */
export function takeLine(account: Account): Line {
  const line = account.spareLines.pop() ?? newLine();
  line.usage = undefined;
  line.description = "";
  line.part = 1;
  line.whole = 1;
  line.at = account.now;
  line.sequence = account.lineSequence++;
  line.discountable = false;
  line.discount = 0;
  if (line.discounts.length > 0) line.discounts.length = 0;
  line.insideDiscounts = NOTHING;
  line.taxInclusive = 0;
  line.taxExclusive = 0;
  return line;
}
