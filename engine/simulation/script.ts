import type { Account } from "../account/account.ts";
import { DUE, UNORDERED } from "../account/agenda.ts";
import { Refusal } from "../account/refusal.ts";
import type { Entry } from "../actions/action.ts";
import type { CustomerScript, Expectation } from "../scenario/scenario.ts";
import type { Handler } from "./advance.ts";
import { perform } from "./perform.ts";

/** A customer stops where an action is refused that was not expected to be. */
export class StoppedCustomer extends Error {
  override readonly name = "StoppedCustomer";
  readonly entry: number;
  readonly refusal: Refusal;
  constructor(entry: number, refusal: Refusal) {
    super(refusal.message);
    this.entry = entry;
    this.refusal = refusal;
  }
}

/** Puts entry number `index` on the agenda, if there is one. Only the next entry is planned: what it causes comes before its successor. */
export function planEntry(account: Account, entries: readonly Entry[], index: number): void {
  const entry = entries[index];
  if (entry !== undefined) account.agenda.push(entry.at, DUE.entry, UNORDERED, index, 0);
}

/** Plans what the expectations of the scenario want to look at in this customer's life. */
export function planProbes(account: Account, expectations: readonly Expectation[]): void {
  for (const [i, expectation] of expectations.entries()) {
    if (expectation.customer === account.ordinal && expectation.at !== undefined) {
      account.agenda.push(expectation.at, DUE.probe, UNORDERED, i, 0);
    }
  }
}

/**
 * Runs a customer's script: one entry, then plans the next.
 *
 * @throws StoppedCustomer at a refusal that is not expected.
 */
export function scriptHandler(customerOf: (account: Account) => CustomerScript): Handler {
  return (world, account, due) => {
    const { entries } = customerOf(account);
    const index = due.ref;
    const entry = entries[index] as Entry;
    account.entry = index;
    let message: string | undefined;
    try {
      message = perform(world, account, entry.action, entry.subscription);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (!entry.expectsRefusal) throw new StoppedCustomer(index, error);
      message = error.message;
    }
    if (entry.expectsRefusal) world.sink.refusal(account.now, account, index, message);
    planEntry(account, entries, index + 1);
  };
}
