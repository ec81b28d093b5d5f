import type { Account } from "../../engine/account/account.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import { invoiceName } from "../../engine/account/invoice-name.ts";
import { formatInstant } from "../../engine/calendar/civil.ts";
import { NEVER } from "../../engine/calendar/instant.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { route } from "../router.ts";
import { invoicesOf } from "../tables/invoices.ts";
import { explainLine, explainTotals } from "./invoice-arithmetic.ts";

/**
 * An invoice with the arithmetic of every line, as it stands at the end of the run: the scenario is run for it. Undefined when there is no
 * invoice of that name. Ends with a newline.
 */
export function explainInvoice(scenario: Scenario, name: string): string | undefined {
  let found: string | undefined;
  const sink = route([
    {
      end(account) {
        const invoice = invoicesOf(account).find(({ number }) => invoiceName(account.id, number) === name);
        if (invoice !== undefined) found = `${explanation(account, invoice).join("\n")}\n`;
      },
    },
  ]);
  simulate(scenario, sink);
  return found;
}

/** The names of a run's invoices, for a message that says which there are. */
export function invoiceNames(scenario: Scenario): readonly string[] {
  const names: string[] = [];
  simulate(scenario, route([{ end: (account) => names.push(...invoicesOf(account).map(({ number }) => invoiceName(account.id, number))) }]));
  return names;
}

function explanation(account: Account, invoice: Invoice): readonly string[] {
  const about = invoice.subscription === undefined ? `customer ${account.id}` : `subscription ${invoice.subscription.name}`;
  return [
    `invoice ${invoiceName(account.id, invoice.number)}: ${invoice.reason}, ${about}, ${invoice.status}`,
    history(invoice),
    "",
    ...invoice.lines.flatMap((line, i) => [...explainLine(line, i + 1, account.currency), ""]),
    ...explainTotals(account, invoice),
  ];
}

function history(invoice: Invoice): string {
  const steps: readonly (readonly [string, number])[] = [
    ["created", invoice.createdAt],
    ["finalized", invoice.finalizedAt],
    ["due", invoice.dueAt],
    ["paid", invoice.paidAt],
    ["voided", invoice.voidedAt],
    ["marked uncollectible", invoice.uncollectibleAt],
    ["next attempt", invoice.nextAttemptAt],
  ];
  return steps
    .filter(([, at]) => at !== NEVER)
    .map(([step, at]) => `${step} ${formatInstant(at)}`)
    .join(", ");
}
