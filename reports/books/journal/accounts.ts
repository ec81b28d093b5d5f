/** The accounts of the books, fixed and declared, none with a customer's name (outputs.md). Their order is that of the declaration. */
export const ACCOUNTS = [
  "assets:receivable",
  "assets:unbilled",
  "assets:cash",
  "liabilities:deferred revenue",
  "liabilities:customer balance",
  "liabilities:tax",
  "revenue:subscriptions",
  "revenue:usage",
  "revenue:one-off",
  "revenue:contra",
  "expenses:bad debt",
  "expenses:fees",
  "equity:opening balances",
] as const;

/** Their places. */
export const ACCOUNT = {
  receivable: 0,
  unbilled: 1,
  cash: 2,
  deferred: 3,
  customerBalance: 4,
  tax: 5,
  subscriptions: 6,
  usage: 7,
  oneOff: 8,
  contra: 9,
  badDebt: 10,
  fees: 11,
  opening: 12,
} as const;

/** What an entry tells; its order is that in which sums of a period stand. */
export const ENTRY_KINDS = [
  "opening balance",
  "invoice finalized",
  "payment received",
  "charge",
  "refund",
  "credit note",
  "customer credit",
  "invoice voided",
  "invoice written off",
  "write-off recovered",
  "dispute",
  "dispute won",
  "unbilled revenue discarded",
  "recognition",
] as const;

export type EntryKind = (typeof ENTRY_KINDS)[number];

/** Their places. */
export const ENTRY = Object.fromEntries(ENTRY_KINDS.map((kind, i) => [kind, i])) as Readonly<Record<EntryKind, number>>;
