import { formatBrief } from "../calendar/civil.ts";
import { addDuration, type Duration } from "../calendar/duration.ts";
import type { Instant } from "../calendar/instant.ts";
import { readDuration } from "../language/read-duration.ts";
import { readInstant } from "../language/read-instant.ts";
import { type Reader, readField } from "../language/reading.ts";
import { block, notYet, ref, text } from "../language/schema-parts.ts";
import { has, type SourceMap } from "../language/source-node.ts";
import type { Decimal } from "../money/decimal.ts";
import type { ActionContext, ActionDefinition, TimedAction } from "./action-definition.ts";
import { readMeteredPlan, readQuantityOf } from "./usage.ts";

/** The most records of one stream: every hour of eleven years. */
const MOST_RECORDS = 100_000;

/** Usage again and again, without an entry each. */
export const usageStream: ActionDefinition = {
  key: "usage_stream",
  schema: block("Records usage at regular intervals while the plan is held: `plan`, `every` and `quantity` are required.", {
    plan: ref("id", "The metered plan."),
    every: ref("duration", "The time between two records; the first is at the entry's instant."),
    quantity: ref("number_or_distribution", "How much each time. Distributions come with populations."),
    until: ref("instant", "When it stops, exclusive; default: the end of the clock."),
    from: notYet("It will read usage from a file.", text("A CSV file with columns customer, plan, at, quantity, action, idempotency_key.")),
  }),
  expand(context, node, end) {
    if (node.kind !== "map") return [];
    const { reading, at } = context;
    const plan = readField(reading, node, "plan", readMeteredPlan(context));
    const every = readField(reading, node, "every", readStep);
    const quantity = readField(reading, node, "quantity", (of, value) =>
      value.kind === "map" ? refuseDistribution(of, value) : readQuantityOf(plan)(of, value),
    );
    const until = readField(reading, node, "until", readAfter(at));
    if (refuseMissing(context, node) || plan === undefined || every === undefined || quantity === undefined || at === undefined) return [];
    if (has(node, "until") && until === undefined) return [];
    const stop = until === undefined || (end !== undefined && end < until) ? end : until;
    return stop === undefined ? [] : records(context, node, { at, every, stop }, { plan, quantity });
  },
};

function records(
  { reading }: ActionContext,
  node: SourceMap,
  { at, every, stop }: { readonly at: Instant; readonly every: Duration; readonly stop: Instant },
  { plan, quantity }: { readonly plan: Parameters<typeof readQuantityOf>[0] & object; readonly quantity: Decimal },
): readonly TimedAction[] {
  const timed: TimedAction[] = [];
  // Counted from the start, so that the 31st comes back after February (D10).
  for (let n = 0; ; n++) {
    const next = addDuration(at, { months: every.months * n, seconds: every.seconds * n });
    if (next >= stop) return timed;
    if (n === MOST_RECORDS) break;
    timed.push({ at: next, action: { kind: "usage", plan, quantity, action: "increment", idempotencyKey: undefined, timestamp: undefined, isStreamed: true } });
  }
  reading.refuse(node, {
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

const readStep: Reader<Duration> = (reading, node) => {
  const every = readDuration(reading, node);
  if (every === undefined || every.months > 0 || every.seconds > 0) return every;
  return reading.refuse(node, {
    code: "bad-duration",
    message: "The records of the stream are no time apart.",
    rule: "The time between two records is at least a second.",
    remedy: "Write `every: 1 day`, for example.",
  });
};

const refuseDistribution: Reader<Decimal> = (reading, node) =>
  reading.refuse(node, {
    code: "not-yet-supported",
    message: "The quantity is a distribution, which is not yet supported.",
    rule: "For now the quantity of a stream is a number. It will be drawn.",
    remedy: "Write a number.",
  });

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
