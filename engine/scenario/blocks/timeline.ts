import type { Entry } from "../../actions/action.ts";
import type { ActionContext, ActionDefinition, TimedAction } from "../../actions/action-definition.ts";
import { actionDefinitions } from "../../actions/registry.ts";
import { formatBrief } from "../../calendar/civil.ts";
import { addDuration } from "../../calendar/duration.ts";
import type { Instant } from "../../calendar/instant.ts";
import { listed } from "../../language/did-you-mean.ts";
import { refuseTogether } from "../../language/exclusive-keys.ts";
import { readDuration } from "../../language/read-duration.ts";
import { type Reading, readField } from "../../language/reading.ts";
import { block, choice, list, ref, type Schema } from "../../language/schema-parts.ts";
import { field, has, type SourceMap, type SourceNode } from "../../language/source-node.ts";
import type { Expectation } from "../scenario.ts";
import { type Clock, outsideClock, readInsideClock } from "./clock.ts";
import { readTimelineExpectation, timelineExpectSchema } from "./expect.ts";
import { QuantityWarnings } from "./quantity-warnings.ts";
import type { KnownCustomer, SubscriptionNames } from "./subscription-names.ts";
import { markWaitingUsage } from "./waiting-usage.ts";

const entryKeys = {
  at: ref("instant", "When it happens. Or `after`."),
  after: ref("duration", "How long after the previous entry, the first one after the clock's start (D12). Or `at`."),
  subscription: ref("id", "Which subscription it is about, `<customer>/<as>` or `<as>`, when the customer has several (D11)."),
  error: choice("Asserts that the action is refused.", ["expected"]),
} as const satisfies Record<string, Schema>;

const actions: ReadonlyMap<string, ActionDefinition> = new Map(actionDefinitions.map((definition) => [definition.key, definition]));
const actionKeys = [...actions.keys(), "expect"];

const actionSchemas: Readonly<Record<string, Schema>> = Object.fromEntries(actionDefinitions.map(({ key, schema }) => [key, schema]));

export const timelineSchema = list(
  "What happens to the customer, in time order.",
  block("One entry: an instant and exactly one action.", { ...entryKeys, ...actionSchemas, expect: timelineExpectSchema }),
);

/** A customer's script: what it does, and what is expected of it on the way. */
export interface Timeline {
  readonly entries: readonly Entry[];
  readonly expectations: readonly Expectation[];
}

/** Reads the entries of one customer's timeline in order. */
export class TimelineReader {
  private readonly context: Omit<ActionContext, "at">;
  private readonly clock: Clock;
  private readonly customer: KnownCustomer;
  private readonly names: SubscriptionNames;
  private readonly quantities = new QuantityWarnings();
  private readonly entries: Entry[] = [];
  private readonly expectations: Expectation[] = [];
  private hasStream = false;
  /** The previous entry's instant; undefined when it is broken. */
  private previous: Instant | undefined;

  constructor(context: Omit<ActionContext, "at">, clock: Clock, customer: KnownCustomer) {
    this.context = context;
    this.clock = clock;
    this.customer = customer;
    this.names = customer.names;
    this.previous = clock.start;
  }

  read(node: SourceNode | undefined): Timeline {
    if (node?.kind === "list") {
      for (const item of node.items) if (item.kind === "map" && !item.broken) this.names.declare(item);
      for (const item of node.items) this.readEntry(item);
    }
    // Inside an instant in the order of the file (D8): sorting is stable.
    if (this.hasStream) this.entries.sort((a, b) => a.at - b.at);
    return { entries: markWaitingUsage(this.entries), expectations: this.expectations };
  }

  private readEntry(node: SourceNode): void {
    if (node.kind !== "map" || node.broken) {
      this.previous = undefined;
      return;
    }
    const { reading } = this.context;
    const at = this.readInstant(node);
    this.previous = at;
    const subscription = readField(reading, node, "subscription", (of, name) => this.names.read(of, name));
    const expectsRefusal = field(node, "error") !== undefined;
    const keys = findActions(reading, node);
    for (const key of keys) {
      const value = field(node, key);
      if (value === undefined) continue;
      if (key === "expect") this.readExpectation(node, value, at, subscription);
      else this.readAction(node, key, value, { at, subscription, expectsRefusal });
    }
  }

  private readAction(
    node: SourceMap,
    key: string,
    value: SourceNode,
    entry: Pick<Entry, "subscription" | "expectsRefusal"> & { at: Instant | undefined },
  ): void {
    const { reading } = this.context;
    const { at, subscription, expectsRefusal } = entry;
    const definition = actions.get(key);
    if (definition?.expand !== undefined) {
      this.readStream(node, definition.expand({ ...this.context, at }, value, this.clock.end), entry);
      return;
    }
    const action = definition?.parse?.({ ...this.context, at }, value);
    const inside =
      value.kind === "map" && key === "invoice_item" ? readField(reading, value, "subscription", (of, name) => this.names.read(of, name)) : undefined;
    if (inside !== undefined && value.kind === "map" && has(node, "subscription")) refuseTwoNames(reading, value);
    if (action === undefined) return;
    this.quantities.see(reading, action, value, this.names.short(subscription));
    if (at !== undefined) this.entries.push({ at, action, subscription: subscription ?? inside, expectsRefusal, place: reading.place(node) });
  }

  /** An entry that stands for many. */
  private readStream(node: SourceMap, actions: readonly TimedAction[], { subscription, expectsRefusal }: Pick<Entry, "subscription" | "expectsRefusal">): void {
    const { reading } = this.context;
    const error = node.entries.get("error");
    if (expectsRefusal && error !== undefined) {
      reading.refuseKey(error, {
        code: "misplaced-key",
        message: "`error: expected` stands beside a stream.",
        rule: "A stream is not refused: where its plan is not held, nothing is used.",
        remedy: "Take it out, or write a single `usage` entry.",
      });
    }
    for (const { at, action, place = reading.place(node) } of actions) this.entries.push({ at, action, subscription, expectsRefusal: false, place });
    this.hasStream ||= actions.length > 0;
  }

  private readExpectation(entry: SourceMap, value: SourceNode, at: Instant | undefined, subscription: string | undefined): void {
    const { reading } = this.context;
    const error = entry.entries.get("error");
    if (error !== undefined) {
      reading.refuseKey(error, {
        code: "misplaced-key",
        message: "`error: expected` stands beside an `expect`.",
        rule: "Only actions can be refused.",
        remedy: "Put it on the entry whose action must be refused.",
      });
    }
    if (value.kind !== "map") return;
    const expectation = readTimelineExpectation(reading, value, { ...this.customer, id: this.context.customer }, at, subscription);
    if (expectation !== undefined) this.expectations.push(expectation);
  }

  /** `at` or `after`; undefined when it is broken. Time does not go back (D12) and stays inside the clock (D9). */
  private readInstant(entry: SourceMap): Instant | undefined {
    const { reading } = this.context;
    if (refuseTogether(reading, entry, "at", "after", "Keep the one that is meant.")) return undefined;
    if (!has(entry, "at") && !has(entry, "after")) {
      return reading.refuseMissing(
        entry,
        "The entry does not say when.",
        "An entry has `at` (an instant) or `after` (a duration since the previous entry).",
        "Write `at: 2026-01-31` or `after: 15 days`.",
      );
    }
    const at = this.readAfter(entry) ?? readField(reading, entry, "at", readInsideClock(this.clock));
    if (at === undefined || this.previous === undefined || at >= this.previous) return at;
    return reading.refuse((entry.entries.get("at") ?? entry.entries.get("after"))?.value ?? entry, {
      code: "time-goes-back",
      message: `The entry is at ${formatBrief(at)}, before the one above it at ${formatBrief(this.previous)}.`,
      rule: "The entries of a timeline stand in time order (D12).",
      remedy: "Move the entry up, or correct its instant.",
    });
  }

  private readAfter(entry: SourceMap): Instant | undefined {
    const node = field(entry, "after");
    const duration = node === undefined ? undefined : readDuration(this.context.reading, node);
    if (node === undefined || duration === undefined || this.previous === undefined) return undefined;
    const at = addDuration(this.previous, duration);
    const complaint = outsideClock(this.clock, at);
    return complaint === undefined ? at : this.context.reading.refuse(node, complaint);
  }
}

/** The actions of an entry: one, else it is reported. Those of an entry with several are read all the same, for their own mistakes. */
function findActions(reading: Reading, entry: SourceMap): readonly string[] {
  const found = [...entry.entries.values()].filter(({ key }) => key === "expect" || actions.has(key));
  const names = found.map(({ key }) => key);
  const [, second] = found;
  if (second !== undefined) {
    reading.refuseKey(second, {
      code: "several-actions",
      message: `The entry has ${found.length} actions: ${names.join(", ")}.`,
      rule: "An entry has one action.",
      remedy: "Make an entry of each; several may have the same instant and happen in the file's order.",
    });
  }
  // An unknown key was reported by the schema, and is most likely the action.
  const hasUnknown = [...entry.entries.values()].some(({ broken }) => broken);
  if (found.length > 0 || hasUnknown) return names;
  reading.refuse(entry, {
    code: "no-action",
    message: "The entry does not say what happens.",
    rule: `An entry has one action: ${listed(actionKeys, 40)}.`,
    remedy: "Write `subscribe: { plan: <a plan> }`, for example.",
  });
  return [];
}

function refuseTwoNames(reading: Reading, item: SourceMap): void {
  const inner = item.entries.get("subscription");
  if (inner === undefined) return;
  reading.refuseKey(inner, {
    code: "exclusive-keys",
    message: "The subscription is named beside the action and inside it.",
    rule: "It is named once.",
    remedy: "Take one of the two out.",
  });
}
