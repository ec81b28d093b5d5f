import type { BillingMode } from "../../../billing/settings.ts";
import { fitOf, indexOfShortest } from "../../../calendar/mixed-intervals.ts";
import { type Plan, planIn } from "../../../catalog/plan.ts";
import { readQuantityCell, readReferenceCell, valuesIn } from "../../../language/csv-cells.ts";
import type { CsvRow } from "../../../language/csv-table.ts";
import type { Declared } from "../../../language/references.ts";
import { quoteText } from "../../../language/source-node.ts";
import { type Currency, currencies } from "../../../money/currency.ts";

const NONE: ReadonlyMap<string, Plan | undefined> = new Map();

/**
 * The plans of a row, several joined by `;`; undefined where the cell is empty, or the row is broken.
 *
 * @param known what the file calls plans, besides their own names.
 */
export function readPlans(row: CsvRow, column: string, plans: Declared<Plan>, mode: BillingMode, known = NONE): readonly Plan[] | undefined {
  const text = row.cell(column);
  if (text === "") return undefined;
  // A plan's own name may have a semicolon in it.
  const names = plans.all.has(text) || known.has(text) ? [text] : valuesIn(text);
  const read: Plan[] = [];
  for (const name of names) {
    const plan = name === "" ? refuseGap(row, column) : (known.get(name) ?? readReferenceCell(row, column, plans, name));
    if (plan === undefined) return undefined;
    read.push(plan);
  }
  if (read.length > 1) checkTogether(row, column, read, mode);
  return read;
}

function refuseGap(row: CsvRow, column: string): undefined {
  return row.refuse(column, {
    code: "bad-list",
    message: `Between two semicolons of ${quoteText(row.cell(column))} there is no plan.`,
    rule: "Several plans of a subscription are joined by `;`.",
    remedy: "Take the semicolon out.",
  });
}

/** A plan stands on a subscription once (D18), and intervals go together (MIX); in classic mode they are the same (B19). */
function checkTogether(row: CsvRow, column: string, plans: readonly Plan[], mode: BillingMode): void {
  const shortest = plans[indexOfShortest(plans.map(({ interval }) => interval))] as Plan;
  for (const [i, plan] of plans.entries()) {
    const fit = fitOf(plan.interval, shortest.interval);
    if (plans.indexOf(plan) < i) {
      row.refuse(column, {
        code: "plan-twice",
        message: `The plan ${quoteText(plan.id)} stands on this subscription twice.`,
        rule: "A plan stands on a subscription once (D18).",
        remedy: "Add up the quantities, or make a second row.",
      });
    } else if (fit === "apart" || (fit === "mixed" && mode === "classic")) {
      row.refuse(column, {
        code: "mixed-intervals",
        message: `The plan ${quoteText(plan.id)} is billed by an interval that does not go with that of ${quoteText(shortest.id)}.`,
        rule: "On one subscription each interval is a multiple of the shortest, days with weeks and months with years (MIX, X6); in classic mode all are the same (B19).",
        remedy: "Make a row of its own for it.",
      });
    }
  }
}

/** How many of each plan, joined by `;` as the plans are; undefined where nothing is said. */
export function readQuantities(row: CsvRow, column: string, plans: readonly Plan[] | undefined): readonly (number | undefined)[] {
  const texts = valuesIn(row.cell(column));
  if (plans !== undefined && texts.length > plans.length) {
    row.refuse(column, {
      code: "bad-list",
      message: `The row has ${texts.length} quantities and ${plans.length} ${plans.length === 1 ? "plan" : "plans"}.`,
      rule: "Quantities are joined by `;`, one for each plan in turn.",
      remedy: "Write as many as there are plans; leave out what is metered: 2;;1.",
    });
    return [];
  }
  return texts.map((text, i) => {
    const plan = plans?.[i];
    if (text !== "" && plan?.usage !== undefined) refuseMetered(row, column, plan);
    return readQuantityCell(row, column, text);
  });
}

function refuseMetered(row: CsvRow, column: string, plan: Plan): void {
  row.refuse(column, {
    code: "misplaced-key",
    message: `A quantity is given for ${quoteText(plan.id)}, which is metered.`,
    rule: "The quantity of a metered plan is its usage.",
    remedy: "Leave it empty; describe the usage under `usage`.",
  });
}

/** The plans as sold in a currency; undefined, and reported, where one has no price in it (D6). */
export function checkOffered(row: CsvRow, column: string, plans: readonly Plan[], codes: Iterable<string>): void {
  for (const code of codes) {
    const missing = plans.find((plan) => planIn(plan, currencies.get(code) as Currency) === undefined);
    if (missing === undefined) continue;
    row.refuse(column, {
      code: "wrong-currency",
      message: `The plan ${quoteText(missing.id)} has no price in ${code}.`,
      rule: "A customer meets its plans in its own currency, and so everything that it may sign up for or change to (D6).",
      remedy: `Add \`currency_options: { ${code}: { unit_amount: ... } }\` to the plan, or give the row another currency.`,
    });
    return;
  }
}
