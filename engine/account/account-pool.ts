import type { CollectionMethod } from "../billing/settings.ts";
import type { Duration } from "../calendar/duration.ts";
import { NEVER } from "../calendar/instant.ts";
import type { Currency } from "../money/currency.ts";
import type { Card } from "../payments/card.ts";
import type { Dunning } from "../payments/dunning.ts";
import type { Key } from "../random/root-key.ts";
import type { Account } from "./account.ts";
import { Agenda } from "./agenda.ts";
import { emptyOut } from "./empty-out.ts";
import type { Invoice } from "./invoice.ts";
import { releaseLines } from "./invoice-pool.ts";
import { releaseUsage } from "./meter-pool.ts";

/** What a customer is when its life begins. */
export interface Beginning {
  readonly ordinal: number;
  readonly id: string;
  readonly key: Key;
  readonly population: string;
  /** Whether it is older than the clock; undefined: it is not. */
  readonly existed?: boolean;
  readonly currency: Currency;
  readonly card: Card;
  readonly dunning: Dunning;
  readonly collectionMethod: CollectionMethod;
  readonly daysUntilDue: number;
  readonly pays: Duration | undefined;
  readonly taxRates: Account["taxRates"];
  readonly balance: number;
}

/** An account for `beginning`; pass it to `beginAgain` for the next customer. */
export function createAccount(beginning: Beginning, retain: Account["retain"]): Account {
  const account: Account = {
    ordinal: 0,
    id: "",
    key: beginning.key,
    population: "",
    existed: false,
    currency: beginning.currency,
    now: 0,
    balance: 0,
    card: beginning.card,
    cardGeneration: 0,
    cardCopy: 0,
    cardSince: 0,
    cardExpiresAt: NEVER,
    charges: [],
    taxRates: undefined,
    discount: undefined,
    dunning: beginning.dunning,
    collectionMethod: "charge_automatically",
    daysUntilDue: 0,
    pays: undefined,
    subscriptions: [],
    subscriptionCount: 0,
    pending: [],
    invoices: [],
    invoiceNumber: 0,
    oneOffCharges: [],
    disputes: [],
    lineSequence: 0,
    life: undefined,
    firstPaidAt: NEVER,
    lastPaidAt: NEVER,
    agenda: new Agenda(),
    entry: -1,
    retain,
    usageKeys: new Set(),
    waitingUsage: [],
    spareLines: [],
    spareSlots: [],
    sparePeriods: [],
  };
  beginAgain(account, beginning);
  return account;
}

/** Empties a pooled account and fills it for the next customer. Objects are kept for re-use; nothing else survives. */
export function beginAgain(account: Account, beginning: Beginning): void {
  account.ordinal = beginning.ordinal;
  account.id = beginning.id;
  account.key = beginning.key;
  account.population = beginning.population;
  account.existed = beginning.existed ?? false;
  account.currency = beginning.currency;
  account.now = 0;
  account.balance = beginning.balance;
  account.card = beginning.card;
  account.cardGeneration = 0;
  account.cardCopy = 0;
  account.cardSince = 0;
  account.cardExpiresAt = NEVER;
  for (let i = 0; i < account.charges.length; i++) account.charges[i] = 0;
  account.taxRates = beginning.taxRates;
  account.discount = undefined;
  account.dunning = beginning.dunning;
  account.collectionMethod = beginning.collectionMethod;
  account.daysUntilDue = beginning.daysUntilDue;
  account.pays = beginning.pays;
  releaseUsage(account);
  account.subscriptionCount = 0;
  releaseAll(account);
  account.invoiceNumber = 0;
  emptyOut(account.oneOffCharges);
  emptyOut(account.disputes);
  account.lineSequence = 0;
  account.life = undefined;
  account.firstPaidAt = NEVER;
  account.lastPaidAt = NEVER;
  account.agenda.clear();
  if (account.usageKeys.size > 0) account.usageKeys.clear();
  emptyOut(account.waitingUsage);
  account.entry = -1;
}

function releaseAll(account: Account): void {
  for (const line of account.pending) account.spareLines.push(line);
  emptyOut(account.pending);
  emptyOut(account.spareSlots);
  for (let slot = account.invoices.length - 1; slot >= 0; slot--) {
    const invoice = account.invoices[slot] as Invoice;
    releaseLines(account, invoice);
    // Whoever looks for what is open among the invoices must not find what another customer left unpaid.
    invoice.status = "void";
    invoice.subscription = undefined;
    account.spareSlots.push(slot);
  }
}
