import { makeLine, recurringLine, trialLine } from "./lines.ts";
import { ZERO } from "./rational.ts";
import type { Item, Life, Line, Subscription } from "./state.ts";
import { ratesOfItem } from "./tax.ts";
import { isMetered } from "./usage.ts";

/** Nothing, for what will be used from `from` to the end of the running period (U12). */
export function startOfUsage(life: Life, subscription: Subscription, item: Item, from: number): Line {
  const { plan, end } = item;
  return makeLine(life, "usage", ZERO, { subscription, plan, quantity: 0, usage: ZERO, start: from, end, taxRates: ratesOfItem(life, item, subscription) });
}

/**
 * The lines of items whose period begins: a price in advance, or nothing where usage is billed in arrears (D27). In classic mode a metered
 * item always has a line: of what it used in the period before, else of 0 (U12).
 */
export function periodLines(life: Life, subscription: Subscription, items: readonly Item[]): Line[] {
  const isClassic = life.scenario.billing.mode === "classic";
  return items.flatMap((item) => {
    if (!isMetered(item)) return [recurringLine(life, subscription, item)];
    const bills = item.usage.some(({ end, fate }) => end !== undefined && fate === "open");
    return isClassic && !bills ? [startOfUsage(life, subscription, item, item.start)] : [];
  });
}

/** A line of 0 for each item in a trial; a metered one has it in classic mode only (U1, U12). */
export function trialLines(life: Life, subscription: Subscription, items: readonly Item[], from: number = life.now): Line[] {
  const shown = life.scenario.billing.mode === "classic" ? items : items.filter((item) => !isMetered(item));
  return shown.map((item) => trialLine(life, subscription, item, from));
}
