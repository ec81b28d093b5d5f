import type { Account } from "../account/account.ts";
import { type Beginning, beginAgain, createAccount } from "../account/account-pool.ts";
import type { DrawnCustomer } from "../population/drawn-customer.ts";
import type { Behavior, Population } from "../population/population.ts";

const LOOKING_BACK: ReadonlySet<Behavior["kind"]> = new Set<Behavior["kind"]>(["refund", "pause"]);

/**
 * Accounts of drawn customers: one in which they live one after the other.
 *
 * Files of rows, customers who ask for money back and those whose service begins again look at closed invoices: then they are kept while the customer lives, in an account of
 * its own.
 */
export class DrawnAccounts {
  private account: Account | undefined;
  private readonly retain: Account["retain"];

  constructor(population: Population, retain: Account["retain"]) {
    this.retain = population.behavior.some(({ kind }) => LOOKING_BACK.has(kind)) ? "all" : retain;
  }

  /** The account of a customer whose life has not begun. Whoever lived in it before is gone. */
  open(customer: DrawnCustomer, ordinal: number): Account {
    const beginning = beginningOf(customer, ordinal);
    if (this.account === undefined || this.retain === "all") this.account = createAccount(beginning, this.retain);
    else beginAgain(this.account, beginning);
    return this.account;
  }
}

function beginningOf({ population, key, id, currency, card, existing }: DrawnCustomer, ordinal: number): Beginning {
  const { name, taxRates, dunning, collection } = population;
  const { collectionMethod, daysUntilDue } = collection;
  return {
    ordinal,
    id,
    key,
    population: name,
    existed: existing.length > 0,
    currency,
    card,
    dunning,
    taxRates,
    balance: 0,
    collectionMethod,
    daysUntilDue,
    pays: undefined,
  };
}
