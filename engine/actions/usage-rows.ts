import { formatBrief } from "../calendar/civil.ts";
import type { Instant } from "../calendar/instant.ts";
import type { Plan } from "../catalog/plan.ts";
import type { CsvColumns, CsvRow } from "../language/csv-table.ts";
import { didYouMean } from "../language/did-you-mean.ts";
import type { Complaint } from "../language/issue.ts";
import { parseInstant } from "../language/read-instant.ts";
import { parseUsageQuantity } from "../language/read-number.ts";
import type { Declared } from "../language/references.ts";
import { quoteText } from "../language/source-node.ts";
import type { Usage } from "../lifecycle/requests.ts";
import type { Decimal } from "../money/decimal.ts";

/** The columns of usage.csv. */
export const USAGE_COLUMNS: CsvColumns = {
  what: "A usage file",
  required: ["customer", "plan", "at", "quantity"],
  optional: ["action", "idempotency_key"],
};

/** The most records of one customer in one file, as of any stream. */
export const MOST_RECORDS = 100_000;

/** What a row says by itself. */
export interface ReadUsage {
  readonly at: Instant;
  readonly usage: Omit<Usage, "kind" | "timestamp" | "isStreamed">;
}

/** Reads a row of usage.csv, but for its customer; undefined where it is wrong, which is then reported. */
export function readUsageRow(row: CsvRow, plans: Declared<Plan>): ReadUsage | undefined {
  const plan = readPlan(row, plans);
  const at = readAt(row);
  const quantity = readQuantity(row, plan);
  const action = readAction(row);
  if (row.isBroken || plan === undefined || at === undefined || quantity === undefined || action === undefined) return undefined;
  const key = row.cell("idempotency_key");
  return { at, usage: { plan, quantity, action, idempotencyKey: key === "" ? undefined : key } };
}

function readPlan(row: CsvRow, plans: Declared<Plan>): Plan | undefined {
  const id = row.cell("plan");
  const { all } = plans;
  if (!all.has(id)) {
    return row.refuse("plan", {
      code: "unknown-id",
      message: `There is no plan ${quoteText(id)}.`,
      rule: `It must be a plan of \`plans\`: ${plans.choices()}.`,
      remedy: didYouMean(id, all.keys(), "Define it under `plans`, or name another."),
    });
  }
  const plan = all.get(id);
  if (plan === undefined || plan.usage !== undefined) return plan;
  return row.refuse("plan", {
    code: "not-metered",
    message: `The plan ${quoteText(id)} is licensed.`,
    rule: "Usage is recorded for metered plans.",
    remedy: "Write `usage_type: metered` in the plan, or name another.",
  });
}

/** An instant as in a scenario; Unix seconds too. */
function readAt(row: CsvRow): Instant | undefined {
  const text = row.cell("at");
  const parsed = parseInstant(/^\d{9,}$/.test(text) ? Number(text) : text);
  return typeof parsed === "number" ? parsed : row.refuse("at", parsed);
}

function readQuantity(row: CsvRow, plan: Plan | undefined): Decimal | undefined {
  const text = row.cell("quantity");
  const parsed = parseUsageQuantity(text);
  if ("code" in parsed) return row.refuse("quantity", text === "" ? { ...parsed, message: "The row has no quantity." } : parsed);
  if (parsed.units >= 0 || plan === undefined || plan.usage === "sum") return parsed;
  return row.refuse("quantity", negativeUsage(plan));
}

/** Only a sum can take something back: it is at least 0 in the end (D26). */
export function negativeUsage(plan: Plan): Complaint {
  return {
    code: "bad-quantity",
    message: `The usage of ${quoteText(plan.id)} is negative.`,
    rule: `Usage is negative only where it is summed up; ${plan.id} has \`aggregate_usage: ${plan.usage}\` (D26).`,
    remedy: "Write a quantity of 0 or more; `action: set` corrects what an instant has.",
  };
}

function readAction(row: CsvRow): Usage["action"] | undefined {
  const text = row.cell("action");
  if (text === "" || text === "increment") return "increment";
  if (text === "set") return text;
  return row.refuse("action", {
    code: "bad-choice",
    message: `The action is ${quoteText(text)}.`,
    rule: "It is increment, set, or empty for increment.",
    remedy: didYouMean(text, ["increment", "set"], "Write one of the two."),
  });
}

/** The rows of a customer stand in time order. */
export function checkUsageOrder(row: CsvRow, before: Instant | undefined, at: Instant): void {
  if (before === undefined || before <= at) return;
  row.refuse("at", {
    code: "unsorted-rows",
    message: `The row is at ${formatBrief(at)}, before the one above it at ${formatBrief(before)}.`,
    rule: "The rows of a customer stand together, in time order.",
    remedy: "Sort the customer's rows by `at`.",
  });
}

export function refuseMoreUsage(row: CsvRow, customer: string): void {
  row.refuse("customer", {
    code: "stream-too-long",
    message: `The file has more than ${MOST_RECORDS} rows of ${quoteText(customer)}.`,
    rule: `A stream has at most ${MOST_RECORDS} records.`,
    remedy: "Add rows up, by hour for example.",
  });
}
