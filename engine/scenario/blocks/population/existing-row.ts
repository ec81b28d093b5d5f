import { runningPeriod } from "../../../billing/existing-period.ts";
import { boundary, periodNumber } from "../../../calendar/billing-period.ts";
import { formatBrief } from "../../../calendar/civil.ts";
import { type Instant, NEVER } from "../../../calendar/instant.ts";
import { shortestInterval } from "../../../calendar/mixed-intervals.ts";
import type { Plan } from "../../../catalog/plan.ts";
import { readChoiceCell, readInstantCell } from "../../../language/csv-cells.ts";
import type { CsvRow } from "../../../language/csv-table.ts";
import type { PlanQuantity } from "../../../lifecycle/requests.ts";
import type { ExistingSubscription } from "../../../lifecycle/subscriptions/begin-existing.ts";
import type { Currency } from "../../../money/currency.ts";
import { currencies } from "../../../money/currency.ts";
import type { FileTerms } from "./customer-file.ts";
import { readExistingDiscounts } from "./existing-discounts.ts";
import { readItems, readSubscriptionName } from "./existing-items.ts";
import type { PopulationContext } from "./population-context.ts";
import { stripeInstant } from "./stripe-columns.ts";

/** What reading an existing base needs to know besides. */
export interface ExistingContext extends PopulationContext {
  /** What the file calls plans of the scenario. */
  readonly plansOfFile: ReadonlyMap<string, Plan | undefined>;
  /** Whether it is Stripe's export, whose instants are written otherwise. */
  readonly isStripe: boolean;
}

const LIVING = ["active", "past_due", "unpaid", "paused", "trialing"] as const;
const ENDED = ["canceled", "incomplete", "incomplete_expired", "ended"] as const;
const PAUSES = ["void", "keep_as_draft", "mark_uncollectible"] as const;
const METHODS = ["charge_automatically", "send_invoice"] as const;

/** Its instants as the row has them; NEVER for none. */
interface Instants {
  readonly startedAt: Instant;
  readonly start: Instant | undefined;
  readonly end: Instant | undefined;
  readonly trialEnd: Instant;
  readonly cancelAt: Instant;
  readonly atPeriodEnd: boolean;
}

/** One row: a subscription that lives when the clock starts; `ended`: it does not live any more, and is passed over (N104). Undefined: the row is wrong. */
export function readExisting(
  context: ExistingContext,
  row: CsvRow,
  written: Currency | undefined,
  terms: FileTerms,
  siblings: readonly ExistingSubscription[],
): ExistingSubscription | "ended" | undefined {
  const status = readChoiceCell<(typeof LIVING)[number] | (typeof ENDED)[number]>(row, "status", [...LIVING, ...ENDED]) ?? "active";
  const now = context.clock.start;
  if (ENDED.some((ended) => ended === status) || row.cell("ended_at") !== "") return "ended";
  const [code] = terms.codes?.length === 1 ? terms.codes : [];
  const items = readItems(context, row, written ?? (code === undefined ? undefined : currencies.get(code)), terms);
  const instants = readInstants(context, row, status);
  const name = readSubscriptionName(row, siblings);
  const collectionMethod = readChoiceCell(row, "collection_method", METHODS);
  const pauseCollection = readChoiceCell(row, "pause_collection", PAUSES);
  if (items === undefined || instants === undefined || now === undefined || row.isBroken) return undefined;
  if (isOver(instants, now)) return "ended";
  const running = readRunning(row, items, instants, now, status);
  if (running === undefined) return undefined;
  const discounts = readExistingDiscounts(context, row, { ...running, startedAt: instants.startedAt, now });
  if (row.isBroken) return undefined;
  const canceledAt = readInstant(context, row, "canceled_at") ?? now;
  const base = { name, items, startedAt: instants.startedAt, discounts, collectionMethod, pauseCollection };
  return { ...base, ...running, canceledAt: running.cancelAt === NEVER ? NEVER : Math.min(canceledAt, now) };
}

function readInstant({ isStripe }: ExistingContext, row: CsvRow, column: string): Instant | undefined {
  const text = row.cell(column);
  return readInstantCell(row, column, isStripe ? stripeInstant(text) : text);
}

function readInstants(context: ExistingContext, row: CsvRow, status: string): Instants | undefined {
  const start = readInstant(context, row, "current_period_start");
  const end = readInstant(context, row, "current_period_end");
  const startedAt = readInstant(context, row, "started_at") ?? readInstant(context, row, "created") ?? start;
  const trialEnd = readInstant(context, row, "trial_end") ?? (status === "trialing" ? end : undefined) ?? NEVER;
  const cancelAt = readInstant(context, row, "cancel_at") ?? NEVER;
  const atPeriodEnd = readChoiceCell(row, "cancel_at_period_end", ["true", "false"], row.cell("cancel_at_period_end").toLowerCase()) === "true";
  if (row.isBroken) return undefined;
  if (startedAt === undefined) {
    return row.refuse("started_at", {
      code: "missing-cell",
      message: "The row does not say since when the subscription lives.",
      rule: "A row has `started_at`, or at least `current_period_start`.",
      remedy: "Fill in one of the two.",
    });
  }
  if (start === undefined || end === undefined || start < end) return { startedAt, start, end, trialEnd, cancelAt, atPeriodEnd };
  return row.refuse("current_period_end", {
    code: "period-backwards",
    message: `The period runs from ${formatBrief(start)} to ${formatBrief(end)}.`,
    rule: "A period ends after its start.",
    remedy: "Correct one of the two.",
  });
}

/** A planned end that has come before the clock. */
function isOver({ end, cancelAt, atPeriodEnd }: Instants, now: Instant): boolean {
  return cancelAt < now || (atPeriodEnd && end !== undefined && end < now);
}

type Running = Pick<ExistingSubscription, "status" | "anchor" | "periodStart" | "trialEnd" | "cancelAt">;

/** The period that runs when the clock starts, or the trial. */
function readRunning(row: CsvRow, items: readonly PlanQuantity[], instants: Instants, now: Instant, written: string): Running | undefined {
  const { startedAt, start, trialEnd } = instants;
  if (startedAt >= now || (start ?? startedAt) >= now) {
    const [column, at] = startedAt >= now ? ["started_at", startedAt] : ["current_period_start", start as Instant];
    return row.refuse(column as string, {
      code: "not-existing",
      message: `The instant ${formatBrief(at as Instant)} is not before the clock starts, ${formatBrief(now)}.`,
      rule: "An existing base lives before the clock starts; who comes later signs up (`signups: { from }`).",
      remedy: "Start the clock later, or move the row to a file of sign-ups.",
    });
  }
  const inTrial = trialEnd !== NEVER && trialEnd >= now && written !== "paused";
  // A trial that is over leaves them paying, whatever an old file says.
  const status = inTrial ? "trialing" : written === "trialing" ? "active" : (written as ExistingSubscription["status"]);
  if (inTrial) {
    const cancelAt = instants.atPeriodEnd ? Math.min(instants.cancelAt, trialEnd) : instants.cancelAt;
    return { status, anchor: trialEnd, periodStart: start ?? startedAt, trialEnd, cancelAt };
  }
  const interval = shortestInterval(items.map(({ plan }) => plan.interval));
  const running = runningPeriod(instants, interval, now);
  if (running === undefined) return refusePeriod(row, items, instants);
  const fullEnd = boundary(running.anchor, interval, periodNumber(running.anchor, interval, running.start) + 1);
  const cancelAt = instants.atPeriodEnd ? Math.min(instants.cancelAt, fullEnd) : instants.cancelAt;
  return { status, anchor: running.anchor, periodStart: running.start, trialEnd, cancelAt };
}

function refusePeriod(row: CsvRow, items: readonly PlanQuantity[], { start, end }: Instants): undefined {
  const column = end === undefined ? "current_period_start" : "current_period_end";
  const from = start === undefined ? "" : ` from ${formatBrief(start)}`;
  return row.refuse(column, {
    code: "bad-period",
    message: `The period${from}${end === undefined ? "" : ` to ${formatBrief(end)}`} is none of ${items.map(({ plan }) => plan.id).join(", ")}.`,
    rule: "A current period is one interval of the plan, the day clamped to the month, a shorter first one before an anchor, or one that `cancel_at` cuts.",
    remedy: "Correct the period, leave it empty to count from `started_at`, or name the plan with that interval.",
  });
}
