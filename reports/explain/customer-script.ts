import type { CollectionMethod } from "../../engine/billing/settings.ts";
import { formatInstant } from "../../engine/calendar/civil.ts";
import { formatDuration } from "../../engine/calendar/duration.ts";
import type { Dunning } from "../../engine/payments/dunning.ts";
import { smartRetries } from "../../engine/payments/dunning.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { onlyOf } from "../only-of.ts";
import { route } from "../router.ts";
import { planFields } from "./plan-fields.ts";
import { ScriptRecorder } from "./script-recorder.ts";

/** How a customer is billed, where that is not as the scenario says. */
interface Terms {
  readonly dunning: Dunning;
  readonly collectionMethod: CollectionMethod;
  readonly daysUntilDue: number;
}

/**
 * A drawn customer as a script of the language, and its card as one that does the same: put in place of the populations it gives the same
 * invoices. The scenario is run for it. Undefined when there is no such customer; a text says why no script can do the same, of a customer that
 * lived before the clock (N32, N175).
 */
export function customerScript(scenario: Scenario, customer: string): Record<string, unknown> | string | undefined {
  const recorder = new ScriptRecorder();
  let terms: Terms | undefined;
  const first = {
    begin: ({ dunning, collectionMethod, daysUntilDue }: Terms) => {
      terms = { dunning, collectionMethod, daysUntilDue };
    },
  };
  simulate(scenario, route([onlyOf(({ id }) => id === customer, route([recorder, first]))]));
  if (terms === undefined) return undefined;
  if (recorder.unsayable !== undefined) return recorder.unsayable;
  const card = cardOf(scenario, recorder, customer);
  return {
    ...(recorder.versions.size === 0 ? {} : { plans: Object.fromEntries([...recorder.versions].map(([name, plan]) => [name, planFields(plan)])) }),
    ...(card.declared === undefined ? {} : { cards: { [card.id]: card.declared } }),
    customers: {
      [customer]: {
        ...customerFields(scenario, recorder, terms),
        card: card.id,
        timeline: recorder
          .timeline()
          .filter(({ at }) => at < scenario.end)
          .map(entryOf),
      },
    },
  };
}

function customerFields({ dunning, billing }: Scenario, { account }: ScriptRecorder, terms: Terms): Record<string, unknown> {
  const { collectionMethod, daysUntilDue } = terms;
  return {
    currency: account?.currency,
    ...(account?.taxRates === undefined ? {} : { tax_rates: account.taxRates }),
    ...(collectionMethod === billing.collectionMethod ? {} : { collection_method: collectionMethod }),
    ...(daysUntilDue === billing.daysUntilDue ? {} : { days_until_due: daysUntilDue }),
    ...(terms.dunning === dunning ? {} : { dunning: dunningFields(terms.dunning) }),
  };
}

function dunningFields({ retries, then, invoiceThen, overdueFor }: Dunning): Record<string, unknown> {
  return {
    retries: retries === smartRetries ? "smart" : retries.map(formatDuration),
    then,
    invoice_then: invoiceThen,
    overdue_for: formatDuration(overdueFor),
  };
}

/** Its own card where that never failed and the scenario knows it; else one that does charge by charge what it did. */
function cardOf({ cards }: Scenario, { account, outcomes }: ScriptRecorder, customer: string): { readonly id: string; readonly declared?: object } {
  const id = account?.card ?? "none";
  if (id === "none" || (cards.has(id) && outcomes.every((outcome) => outcome === "succeeds"))) return { id };
  const funding = cards.get(id)?.funding;
  return { id: `card_of_${customer}`, declared: { outcomes, ...(funding === undefined ? {} : { funding }) } };
}

function entryOf({ at, action, fields }: ScriptRecorder["entries"][number]): Record<string, unknown> {
  const { subscription, ...own } = fields;
  return { at: formatInstant(at), ...(subscription === undefined ? {} : { subscription }), [action]: own };
}
