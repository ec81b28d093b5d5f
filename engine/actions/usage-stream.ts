import { formatBrief } from "../calendar/civil.ts";
import { addDuration, type Duration } from "../calendar/duration.ts";
import type { Instant } from "../calendar/instant.ts";
import type { Plan } from "../catalog/plan.ts";
import { readDistribution } from "../language/read-distribution.ts";
import { readInstant } from "../language/read-instant.ts";
import { readPath } from "../language/read-path.ts";
import { readStep } from "../language/read-step.ts";
import { type Reader, readField } from "../language/reading.ts";
import { block, ref, text } from "../language/schema-parts.ts";
import { has, type SourceEntry, type SourceMap } from "../language/source-node.ts";
import type { Decimal } from "../money/decimal.ts";
import type { Distribution } from "../random/distribution.ts";
import { drawnQuantities } from "../random/drawn-quantities.ts";
import type { ActionContext, ActionDefinition, TimedAction } from "./action-definition.ts";
import { readMeteredPlan, readQuantityOf } from "./usage.ts";
import type { UsageRow } from "./usage-files.ts";
import { MOST_RECORDS } from "./usage-rows.ts";

/** Usage again and again, without an entry each. */
export const usageStream: ActionDefinition = {
  key: "usage_stream",
  schema: block("Records usage at regular intervals while the plan is held: `plan`, `every` and `quantity` are required. Or from a file, with `from` alone.", {
    plan: ref("id", "The metered plan."),
    every: ref("duration", "The time between two records; the first is at the entry's instant."),
    quantity: ref(
      "number_or_distribution",
      "How much each time: a number as in `usage`, or a distribution, from which each record is drawn as a whole number of at least 0.",
    ),
    until: ref("instant", "When it stops, exclusive; default: the end of the clock."),
    from: text(
      "A CSV file with the columns customer, plan, at, quantity and, if there is need, action and idempotency_key: the rows of this customer are its usage, each at its own instant, as `usage` entries; at most 100,000 of a customer. The path is relative to the scenario and stays in its folder.",
    ),
  }),
  expand(context, node, end) {
    if (node.kind !== "map") return [];
    const { reading, at } = context;
    if (has(node, "from")) return fromFile(context, node, end);
    const plan = readField(reading, node, "plan", readMeteredPlan(context));
    const every = readField(reading, node, "every", readStep);
    const quantity = readField(reading, node, "quantity", readStreamQuantity(plan));
    const until = readField(reading, node, "until", readAfter(at));
    if (refuseMissing(context, node) || plan === undefined || every === undefined || quantity === undefined || at === undefined) return [];
    if (has(node, "until") && until === undefined) return [];
    const stop = until === undefined || (end !== undefined && end < until) ? end : until;
    return stop === undefined ? [] : records(context, node, { at, every, stop }, plan, quantity);
  },
};

/** The customer's rows of a file; each is a record as an entry would be, and refused as one (U13). */
function fromFile(context: ActionContext, node: SourceMap, end: Instant | undefined): readonly TimedAction[] {
  const { reading, at, customer, usageFiles } = context;
  const path = readField(reading, node, "from", readPath);
  for (const key of ["plan", "every", "quantity", "until"]) {
    const other = node.entries.get(key);
    if (other === undefined) continue;
    reading.refuseKey(other, {
      code: "exclusive-keys",
      message: `\`${key}\` stands beside \`from\`.`,
      rule: "The rows of a file say themselves what was used, when and of which plan.",
      remedy: "Keep `from` alone, or leave it out.",
    });
  }
  const from = node.entries.get("from") as SourceEntry;
  const rows = path === undefined ? undefined : usageFiles.rowsOf(path, customer);
  if (rows === undefined) return [];
  if ("code" in rows) {
    reading.refuse(from.value, rows);
    return [];
  }
  if (rows.length === 0) {
    reading.warn(from.span, {
      code: "no-rows",
      message: `The file has no rows of "${customer}".`,
      rule: "A customer takes the rows with its own name in the column `customer`.",
      remedy: "Add rows, or take the stream out.",
    });
  }
  if (at !== undefined && !usageFiles.take(path as string, customer)) {
    reading.refuseKey(from, {
      code: "duplicate-stream",
      message: `"${customer}" reads this file a second time.`,
      rule: "A customer takes its rows of a file once.",
      remedy: "Take one of the streams out.",
    });
  }
  for (const row of rows) checkInstant(row, at, end);
  return rows;
}

/** A row is an entry of the timeline: not before the stream's own (D12), and inside the clock (D9). */
function checkInstant(row: UsageRow, start: Instant | undefined, end: Instant | undefined): void {
  const isEarly = start !== undefined && row.at < start;
  const isLate = end !== undefined && row.at >= end;
  if (!isEarly && !isLate) return;
  row.refuse("at", {
    code: isEarly ? "time-goes-back" : "outside-clock",
    message: `The usage is at ${formatBrief(row.at)}, ${isEarly ? `before its stream begins, ${formatBrief(start)}` : `not before the clock ends, ${formatBrief(end as Instant)}`}.`,
    rule: "The rows of a file are entries: they come with the stream's own instant or after it, and inside the clock (D9, D12).",
    remedy: isEarly ? "Let the stream's entry stand earlier, or take the row out." : "End the clock later, or take the row out.",
  });
}

interface Steps {
  readonly at: Instant;
  readonly every: Duration;
  readonly stop: Instant;
}

function records(context: ActionContext, node: SourceMap, { at, every, stop }: Steps, plan: Plan, quantity: Decimal | Distribution): readonly TimedAction[] {
  const timed: TimedAction[] = [];
  const quantityOf = quantities(context, quantity, `${plan.id}/${at}/${every.months}/${every.seconds}`);
  // Counted from the start, so that the 31st comes back after February (D10).
  for (let n = 0; ; n++) {
    const next = addDuration(at, { months: every.months * n, seconds: every.seconds * n });
    if (next >= stop) return timed;
    if (n === MOST_RECORDS) break;
    timed.push({
      at: next,
      action: { kind: "usage", plan, quantity: quantityOf(n), action: "increment", idempotencyKey: undefined, timestamp: undefined, isStreamed: true },
    });
  }
  context.reading.refuse(node, {
    code: "stream-too-long",
    message: `The stream has more than ${MOST_RECORDS} records before ${formatBrief(stop)}.`,
    rule: `A stream has at most ${MOST_RECORDS} records.`,
    remedy: "Write a longer `every`, or an earlier `until`.",
  });
  return [];
}

function refuseMissing({ reading }: ActionContext, node: SourceMap): boolean {
  const missing = ["plan", "every", "quantity"].filter((key) => !has(node, key));
  if (missing.length === 0) return false;
  reading.refuseMissing(
    node,
    `The stream has no \`${missing.join("` and no `")}\`.`,
    "A usage stream has `plan`, `every` and `quantity`.",
    "Write `usage_stream: { plan: api, every: 1 day, quantity: 5 }`.",
  );
  return true;
}

/** A number as in `usage`, or a distribution from which each record is drawn. */
function readStreamQuantity(plan: Plan | undefined): Reader<Decimal | Distribution> {
  const readOne = readQuantityOf(plan);
  const readDrawn = readDistribution();
  return (reading, node) => (node.kind === "map" ? readDrawn(reading, node) : readOne(reading, node));
}

/** The quantity of each record, by its number. */
function quantities({ seed, customer }: ActionContext, quantity: Decimal | Distribution, stream: string): (record: number) => Decimal {
  if (!("sample" in quantity)) return () => quantity;
  const drawn = drawnQuantities(seed, customer, stream, quantity);
  return (record) => ({ units: drawn(record), scale: 1 });
}

function readAfter(start: Instant | undefined): Reader<Instant> {
  return (reading, node) => {
    const until = readInstant(reading, node);
    if (until === undefined || start === undefined || until > start) return until;
    return reading.refuse(node, {
      code: "stream-backwards",
      message: `The stream starts at ${formatBrief(start)} and stops at ${formatBrief(until)}.`,
      rule: "A stream stops after it starts.",
      remedy: "Correct `until`, or the entry's instant.",
    });
  };
}
