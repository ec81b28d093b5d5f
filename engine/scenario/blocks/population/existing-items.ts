import { atUnitPrice } from "../../../catalog/own-price.ts";
import { type Plan, planIn } from "../../../catalog/plan.ts";
import { readPriceCell, valuesIn } from "../../../language/csv-cells.ts";
import type { CsvRow } from "../../../language/csv-table.ts";
import { identifierComplaint } from "../../../language/identifier.ts";
import { quoteText } from "../../../language/source-node.ts";
import type { PlanQuantity } from "../../../lifecycle/requests.ts";
import type { ExistingSubscription } from "../../../lifecycle/subscriptions/begin-existing.ts";
import type { Currency } from "../../../money/currency.ts";
import type { FileTerms } from "./customer-file.ts";
import type { ExistingContext } from "./existing-row.ts";
import { checkOffered, readPlans, readQuantities } from "./sold-cells.ts";

/** What a row holds: its plans in the customer's currency, each at the price that is paid for it. */
export function readItems(context: ExistingContext, row: CsvRow, written: Currency | undefined, { targets }: FileTerms): readonly PlanQuantity[] | undefined {
  const plans = readPlans(row, "plans", context.declarations.plans, context.mode, context.plansOfFile);
  if (plans === undefined) {
    if (!row.isBroken) {
      row.refuse("plans", {
        code: "missing-cell",
        message: "The row does not say which plan.",
        rule: "What exists is not drawn: every row has its plan.",
        remedy: "Fill in the plan.",
      });
    }
    return undefined;
  }
  const quantities = readQuantities(row, "quantity", plans);
  const currency = written ?? (plans[0] as Plan).currency;
  checkOffered(row, row.cell("currency") === "" ? "plans" : "currency", [...plans, ...targets], [currency.code]);
  if (row.isBroken) return undefined;
  const sold = plans.map((plan) => planIn(plan, currency) as Plan);
  const prices = readPrices(row, sold, currency);
  if (row.isBroken) return undefined;
  return sold.map((plan, i) => ({
    plan: prices[i] ?? plan,
    quantity: plan.usage === undefined ? (quantities[i] ?? 1) : 0,
    taxRates: undefined,
  }));
}

/** The plans at what is paid for one of each; undefined where the cell is empty: the list price. */
function readPrices(row: CsvRow, plans: readonly Plan[], currency: Currency): readonly (Plan | undefined)[] {
  const texts = valuesIn(row.cell("unit_amount"));
  if (texts.length > plans.length) {
    row.refuse("unit_amount", {
      code: "bad-list",
      message: `The row has ${texts.length} prices and ${plans.length} ${plans.length === 1 ? "plan" : "plans"}.`,
      rule: "Prices are joined by `;`, one for each plan in turn.",
      remedy: "Write as many as there are plans; leave out what is paid at its list price: 19.00;;5.00.",
    });
    return [];
  }
  return plans.map((plan, i) => {
    const price = readPriceCell(row, "unit_amount", currency, texts[i] ?? "");
    if (price === undefined) return undefined;
    const own = atUnitPrice(plan, price);
    if (own !== undefined) return own;
    return row.refuse("unit_amount", {
      code: "misplaced-key",
      message: `A price of one is given for ${quoteText(plan.id)}, which has tiers.`,
      rule: "A tiered plan has no one price: it is billed by its tiers.",
      remedy: "Leave it empty, or describe another plan.",
    });
  });
}

/** The subscription's whole name (D11); undefined where the file has none. */
export function readSubscriptionName(row: CsvRow, siblings: readonly ExistingSubscription[]): string | undefined {
  const customer = row.cell("customer");
  const text = row.cell("subscription");
  if (text === "") return undefined;
  const own = text.startsWith(`${customer}/`) ? text.slice(customer.length + 1) : text;
  const name = text === customer ? customer : `${customer}/${own}`;
  const complaint = text === customer ? undefined : identifierComplaint(own, "a subscription");
  if (complaint !== undefined) return row.refuse("subscription", complaint);
  if (!siblings.some((sibling) => sibling.name === name)) return name;
  return row.refuse("subscription", {
    code: "subscription-twice",
    message: `The subscription ${quoteText(text)} stands in the file twice.`,
    rule: "Every row is another subscription.",
    remedy: "Take one of the rows out.",
  });
}
