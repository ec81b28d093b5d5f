import { formatBrief } from "../../../calendar/civil.ts";
import { DAY, type Instant } from "../../../calendar/instant.ts";
import { readCurrencyCell, readInstantCell, readReferenceCell } from "../../../language/csv-cells.ts";
import type { CsvRow } from "../../../language/csv-table.ts";
import { nearest } from "../../../language/did-you-mean.ts";
import type { FiledSignUp } from "../../../population/filed-customer.ts";
import { outsideClock } from "../clock.ts";
import { readAttributeCells } from "./attribute-cells.ts";
import type { CustomerFormat, FileTerms, ReadCustomer } from "./customer-file.ts";
import { checkSame } from "./customer-rows.ts";
import type { PopulationContext } from "./population-context.ts";
import { checkOffered, readPlans, readQuantities } from "./sold-cells.ts";
import { isAttributeColumn } from "./subscription-columns.ts";

const REQUIRED = ["customer", "at"];
const OPTIONAL = ["plan", "quantity", "currency", "coupon", "trial_end", "card"];
/** What a customer is, and not one of its sign-ups. */
const OF_CUSTOMER = ["currency", "card"];
/** Stripe's limit (TRI). */
const LONGEST_TRIAL = 730 * DAY;

/** The columns of signups.csv. @param declared attributes of the population, which may be columns whatever they are called. */
export function signUpFormat(context: PopulationContext, declared: ReadonlySet<string>): CustomerFormat {
  const known = [...REQUIRED, ...OPTIONAL];
  const takes = (name: string): boolean => declared.has(name) || (isAttributeColumn(name) && nearest(name, known) === undefined);
  return {
    columns: { what: "A file of sign-ups", required: REQUIRED, optional: OPTIONAL, takes },
    read: (rows, terms, attributes) => readCustomer(context, rows, terms, attributes),
  };
}

function readCustomer(context: PopulationContext, rows: readonly CsvRow[], terms: FileTerms, columns: readonly string[]): ReadCustomer | undefined {
  const [first] = rows as readonly [CsvRow];
  checkSame(rows, [...OF_CUSTOMER, ...columns]);
  const written = readCurrencyCell(first, "currency");
  const card = readReferenceCell(first, "card", context.declarations.cards);
  const attributes = readAttributeCells(context, first, terms.attributes);
  const signUps: FiledSignUp[] = [];
  for (const row of rows) {
    const signUp = readSignUp(context, row, signUps.at(-1), terms);
    if (signUp !== undefined) signUps.push(signUp);
  }
  const currency = written ?? (terms.codes === undefined ? signUps[0]?.plans?.[0]?.currency : undefined);
  const codes = currency === undefined ? (terms.codes ?? []) : [currency.code];
  for (const [i, { plans }] of signUps.entries()) {
    const sold = plans ?? terms.mix.flatMap(({ items }) => items.map(({ plan }) => plan));
    checkOffered(rows[i] as CsvRow, written === undefined ? "plan" : "currency", [...sold, ...terms.targets], codes);
  }
  if (rows.some(({ isBroken }) => isBroken)) return undefined;
  return { id: first.cell("customer"), currency, card, attributes, signUps, existing: [] };
}

function readSignUp(context: PopulationContext, row: CsvRow, before: FiledSignUp | undefined, { mix }: FileTerms): FiledSignUp | undefined {
  const { declarations, mode } = context;
  const at = readAt(context, row, before);
  const plans = readPlans(row, "plan", declarations.plans, mode);
  const quantities = readQuantities(row, "quantity", plans);
  const coupon = readReferenceCell(row, "coupon", declarations.coupons);
  const trialEnd = readInstantCell(row, "trial_end");
  if (plans === undefined && mix.length === 0 && !row.isBroken) {
    row.refuse("plan", {
      code: "missing-plan",
      message: "The row names no plan, and the population has no `subscribe` to draw one from.",
      rule: "What a row leaves empty is drawn from what the population says.",
      remedy: "Fill in the plan, or give the population `subscribe`.",
    });
  }
  if (at !== undefined && trialEnd !== undefined) checkTrial(row, at, trialEnd);
  return at === undefined ? undefined : { at, plans, quantities, trialEnd, coupon };
}

/** Inside the clock (D9), and not before the customer's row above. */
function readAt(context: PopulationContext, row: CsvRow, before: FiledSignUp | undefined): Instant | undefined {
  const at = readInstantCell(row, "at");
  if (at === undefined) {
    if (!row.isBroken)
      row.refuse("at", { code: "missing-cell", message: "The row does not say when.", rule: "Every sign-up has its instant.", remedy: "Fill in `at`." });
    return undefined;
  }
  const complaint = outsideClock(context.clock, at);
  if (complaint !== undefined) return row.refuse("at", complaint);
  if (before === undefined || before.at <= at) return at;
  return row.refuse("at", {
    code: "unsorted-rows",
    message: `The row is at ${formatBrief(at)}, before the one above it at ${formatBrief(before.at)}.`,
    rule: "The rows of a customer stand together, in time order.",
    remedy: "Sort the customer's rows by `at`.",
  });
}

function checkTrial(row: CsvRow, at: Instant, end: Instant): void {
  if (end - at <= LONGEST_TRIAL) return;
  row.refuse("trial_end", {
    code: "trial-too-long",
    message: `The trial would end at ${formatBrief(end)}, ${Math.ceil((end - at) / DAY)} days after the sign-up.`,
    rule: "A trial is at most 730 days (TRI).",
    remedy: "Shorten the trial.",
  });
}
