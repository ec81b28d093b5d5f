import { share } from "../../metrics/rates.ts";
import { rowBars } from "../charts/row-bars.ts";
import { figure, section } from "../figure.ts";
import type { Markup } from "../markup.ts";
import type { Bracket } from "../payment-brackets.ts";
import type { ShownCurrency } from "../shown-run.ts";
import { countUnit, grouped, moneyUnit, percentUnit, tickTexts, type Unit } from "../units.ts";

/** Plans shown as bars; the rest stands in the table. */
const MOST_PLANS = 10;

/** What customers hold at the end, and how much each of them pays. */
export function mix(data: ShownCurrency): Markup | undefined {
  const id = `${data.currency.code}-mix`;
  const figures = [plans(data, id), brackets(data, id)].filter((one) => one !== undefined);
  return figures.length === 0 ? undefined : section(id, "What customers pay for", figures);
}

function plans({ planMix, currency }: ShownCurrency, id: string): Markup | undefined {
  const shares = planMix(currency);
  if (shares.length === 0) return undefined;
  const unit = moneyUnit(currency);
  const all = shares.reduce((sum, { mrr }) => sum + mrr, 0);
  const part = (mrr: number): string => (all === 0 ? "" : percentUnit.text(share(mrr, all) ?? 0));
  const bars = shares.slice(0, MOST_PLANS).map(({ plan, mrr, subscriptions }) => ({
    name: plan,
    value: all === 0 ? subscriptions : mrr,
    text: all === 0 ? grouped(String(subscriptions)) : `${unit.bare(mrr)} (${part(mrr)})`,
    mark: "navy" as const,
  }));
  const title = "Plan mix";
  return figure({
    title,
    measures: all === 0 ? "subscriptions at the end" : `monthly recurring revenue at the end, ${unit.name}`,
    chart: rowBars({ id: `${id}-plans`, title, about: `A bar per plan, ${shares.length} in all; the largest is ${shares[0]?.plan}.` }, bars),
    table: {
      columns: ["plan", "subscriptions", "quantity", `MRR, ${unit.name}`, "share"],
      rows: shares.map(({ plan, subscriptions, quantity, mrr }) => [
        plan,
        grouped(String(subscriptions)),
        grouped(String(quantity)),
        unit.bare(mrr),
        part(mrr),
      ]),
    },
  });
}

function brackets({ paymentBrackets, currency }: ShownCurrency, id: string): Markup | undefined {
  const held = paymentBrackets(currency);
  if (held.length === 0) return undefined;
  const unit = moneyUnit(currency);
  const count = countUnit("customers");
  const customers = held.reduce((sum, one) => sum + one.customers, 0);
  const revenue = held.reduce((sum, { mrr }) => sum + mrr, 0);
  const bars = held.map((one) => ({
    name: rangeText(one, unit),
    value: one.customers,
    text: `${count.bare(one.customers)} (${percentUnit.text(share(one.customers, customers) ?? 0)})`,
    mark: "teal" as const,
  }));
  const title = "Customers by what they pay";
  return figure({
    title,
    measures: `customers at the end, by their monthly recurring revenue in ${unit.name}`,
    chart: rowBars({ id: `${id}-brackets`, title, about: `How ${customers} paying customers spread over what they pay a month.` }, bars),
    table: {
      columns: [`a month, ${unit.name}`, "customers", "share", "MRR", "share of MRR"],
      rows: held.map((one, i) => [
        bars[i]?.name ?? "",
        count.bare(one.customers),
        percentUnit.text(share(one.customers, customers) ?? 0),
        unit.bare(one.mrr),
        percentUnit.text(share(one.mrr, revenue) ?? 0),
      ]),
    },
  });
}

/** `20 to 50`: from the first, below the second. */
function rangeText({ from, to }: Bracket, unit: Unit): string {
  const [low = "", high = ""] = [from, to].map((edge) => tickTexts([edge / unit.per], unit)[0]);
  return `${low} to below ${high}`;
}
