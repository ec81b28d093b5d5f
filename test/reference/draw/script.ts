import { boundary, periodHolding } from "../calendar.ts";
import type { ActionDraw, ChangeDraw, EntryDraw, Offset, SubscribeDraw, UsageDraw } from "./entry.ts";
import { itemChange } from "./item-change.ts";
import { collectionFields, type PauseStep } from "./pauses.ts";
import { planName, type References } from "./references.ts";
import { type ScheduleDraw, scheduleFields } from "./schedule.ts";
import { type ThresholdDraw, writeThresholds } from "./threshold.ts";
import { isoInstant, type PlainRecord, pick } from "./yaml-object.ts";

const DAY = 86_400;

/** What we believe a subscription to be, so that most references and instants are good ones. Wrong beliefs make refused actions. */
interface Belief {
  /** As an entry names it: by its `as`, or by its full name. */
  readonly name: string;
  family: number;
  plans: number[];
  anchor: number;
  trialEnd: number;
  /** Where a backdated one begins, as long as its first period runs. */
  back: { readonly from: number; readonly until: number } | undefined;
  /** Where it was backdated to, billed or not. */
  signedBack: number | undefined;
}

const SPANS = { "0 seconds": 0, "1 hour": 3600, "23 hours": 23 * 3600 } as const;

function endsTrial(action: ActionDraw): boolean {
  return action.kind === "change" && action.inTrial === "end it";
}

type AnchorConfigDraw = NonNullable<SubscribeDraw["anchorConfig"]>;

/** Writes one customer's timeline, entry by entry. */
export class ScriptWriter {
  readonly entries: PlainRecord[] = [];
  private readonly beliefs: Belief[] = [];
  private readonly id: string;
  private readonly refer: References;
  private readonly flagged: boolean;
  private readonly thresholds: readonly ThresholdDraw[];
  now: number;

  constructor(id: string, refer: References, start: number, flagged: boolean, thresholds: readonly ThresholdDraw[]) {
    this.thresholds = thresholds;
    this.id = id;
    this.refer = refer;
    this.now = start;
    this.flagged = flagged;
  }

  write({ after, subscription, action }: EntryDraw): void {
    const belief = this.beliefs.length === 0 ? undefined : pick(this.beliefs, subscription);
    const relative = this.advance(endsTrial(action) && belief !== undefined ? this.insideTrial(after, belief) : after, belief);
    // Usage is stamped relative to an instant that must be known: entries that were left out may have moved it.
    const time = action.kind === "usage" ? { at: isoInstant(this.now) } : relative;
    const needsName = ["change", "cancel", "uncancel", "usage"].includes(action.kind) || ("onSubscription" in action && action.onSubscription);
    const named = needsName && belief !== undefined && this.mustName(belief) ? { subscription: belief.name } : {};
    const written = this.action(action, belief);
    if (written === undefined) return;
    const earlier = action.kind === "subscribe" ? this.usedBefore(action) : [];
    const error = this.flagged && written["usage_stream"] === undefined ? "expected" : undefined;
    const before = this.preparation(action);
    for (const usage of earlier) this.entries.push({ at: isoInstant(this.now), ...usage, error });
    const at = earlier.length > 0 ? { at: isoInstant(this.now) } : time;
    if (before === undefined) this.entries.push({ ...at, ...written, ...named, error });
    else this.entries.push({ ...time, ...before, ...named, error }, { after: "0 seconds", ...written, ...named, error });
    if (action.kind === "subscribe" && action.paymentBehavior === "default_incomplete" && action.payAfter !== undefined) {
      this.now += SPANS[action.payAfter];
      this.entries.push({ after: action.payAfter, pay: {}, error });
    }
  }

  /** Entries one right after the other, the first so long after what came before. */
  put(after: Offset, written: readonly PlainRecord[]): void {
    const time = this.advance(after, this.beliefs[0]);
    const error = this.flagged ? "expected" : undefined;
    for (const [i, entry] of written.entries()) this.entries.push({ ...(i === 0 ? time : { after: "0 seconds" }), ...entry, error });
  }

  /** An entry about a subscription, which may name instants ahead. */
  putOn(subscription: number, { after, isNamed, entry }: PauseStep): void {
    const belief = this.beliefs.length === 0 ? undefined : pick(this.beliefs, subscription);
    const time = this.advance(after, belief);
    const named = isNamed && belief !== undefined && this.mustName(belief) ? { subscription: belief.name } : {};
    const error = this.flagged ? "expected" : undefined;
    this.entries.push({ ...time, ...entry((offset) => isoInstant(this.resolve(offset, belief))), ...named, error });
  }

  /** A lone subscription without a name of its own need not be named. */
  private mustName(belief: Belief): boolean {
    return this.beliefs.length > 1 || belief.name !== this.id;
  }

  /** So that a change that ends or moves a trial comes while one runs. */
  private insideTrial(after: Offset, { trialEnd }: Belief): Offset {
    const left = trialEnd - this.now;
    if (left <= 2) return after;
    const seconds = Math.floor(left / 2);
    return { kind: "fixed", span: `${seconds} seconds`, seconds };
  }

  /** An entry that goes before another one, so that it has something to do. */
  private preparation(action: ActionDraw): PlainRecord | undefined {
    if (action.kind === "invoice" && action.item !== undefined) return { invoice_item: this.refer.oneOff(action.item) };
    if (action.kind === "pay" && action.withNewCard) return { card: "visa" };
    return undefined;
  }

  private advance(after: Offset, belief: Belief | undefined): PlainRecord {
    this.now = this.resolve(after, belief);
    return after.kind === "fixed" && this.entries.length > 0 ? { after: after.span } : { at: isoInstant(this.now) };
  }

  /** An instant not before now: a fixed span on, a boundary ahead, or a part of an interval on. */
  private resolve(offset: Offset, belief: Belief | undefined): number {
    if (offset.kind === "fixed") return this.now + offset.seconds;
    const interval = this.refer.intervalOf(belief?.family ?? 0);
    const anchor = belief?.anchor ?? this.now;
    const { start, end } = periodHolding(anchor, interval, this.now);
    if (offset.kind === "part") return this.now + Math.floor(((end - start) * offset.thousandths) / 1000);
    return offset.count === 1 ? end : periodHolding(anchor, interval, end).end;
  }

  private action(action: ActionDraw, belief: Belief | undefined): PlainRecord | undefined {
    switch (action.kind) {
      case "subscribe":
        return this.subscribe(action);
      case "change": {
        const change = belief && this.change(action, belief);
        return change && Object.values(change).some((value) => value !== undefined) ? { change } : undefined;
      }
      case "usage":
        return belief && this.usage(action, belief);
      case "cancel":
        return belief && { cancel: { ...action.how } };
      case "uncancel":
        return belief && { uncancel: {} };
      case "card":
        return { card: this.refer.card(action.card) };
      case "invoice_item":
        return { invoice_item: { ...this.refer.oneOff(action.item), discountable: action.discountable } };
      case "invoice":
        return { invoice: { pay: action.pay ? true : undefined } };
      case "pay":
        return { pay: { invoice: action.invoice === undefined ? undefined : `${this.id}-${String(action.invoice + 1).padStart(4, "0")}` } };
      case "credit":
        return { credit: { amount: action.amount } };
      default:
        return { coupon: this.refer.coupon(action.coupon) };
    }
  }

  /** Usage of a metered plan that is believed to be held, or of any; nothing without one. */
  private usage({ held, quantity, stream, set, key, back }: UsageDraw, belief: Belief): PlainRecord | undefined {
    const candidates = this.refer.metered(belief.plans);
    if (candidates.length === 0) return undefined;
    const plan = pick(candidates, held);
    const isNegative = Number(quantity) < 0;
    const used = { plan: planName(plan), quantity: isNegative && this.refer.aggregate(plan) !== "sum" ? 1 : quantity };
    if (stream !== undefined) {
      const until = isoInstant(this.now + stream.hours * stream.times * 3600);
      return { usage_stream: { ...used, every: `${stream.hours} hours`, until } };
    }
    return {
      usage: {
        ...used,
        action: set === true && (this.flagged || this.thresholds.length === 0) ? "set" : undefined,
        idempotency_key: key === undefined ? undefined : `key${key}`,
        timestamp: back === undefined ? undefined : isoInstant(this.now - back),
      },
    };
  }

  subscribe(draw: SubscribeDraw): PlainRecord {
    if (draw.schedule !== undefined) return this.scheduled(draw, draw.schedule);
    const candidates = this.refer.plansOf(draw.family);
    const items = new Map<number, PlainRecord>();
    for (const { plan, quantity, taxes } of draw.items.slice(0, draw.itemCount)) {
      const index = pick(candidates, plan);
      if (!items.has(index)) items.set(index, { plan: planName(index), quantity: this.refer.quantityOf(index, quantity), tax_rates: this.refer.taxes(taxes) });
    }
    const plans = [...items.keys()];
    const family = this.refer.familyOf(plans[0] as number);
    const as = draw.named || this.beliefs.length > 0 ? `s${this.beliefs.length}` : undefined;
    const ordinal = this.beliefs.length;
    const name = as === undefined ? this.id : ordinal % 2 === 0 ? as : `${this.id}/${as}`;
    const belief: Belief = { name, family, plans, anchor: this.now, trialEnd: this.now, back: undefined, signedBack: undefined };
    const thresholds = writeThresholds(this.thresholds[ordinal % 3], this.refer, items);
    const [only] = [...items.values()] as [PlainRecord];
    const { tax_rates, ...plain } = only;
    const what = items.size === 1 && tax_rates === undefined && plain["usage_gte"] === undefined ? plain : { items: [...items.values()] };
    const fields: PlainRecord = {
      ...what,
      as,
      ...this.trial(draw, belief),
      ...this.anchor(draw, belief),
      ...this.backdating(draw, belief),
      ...this.refer.coupons(draw.coupons),
      tax_rates: this.refer.taxes(draw.taxes),
      ...this.firstEnd(draw, belief),
      add_invoice_items: draw.addInvoiceItems?.map((item) => this.refer.oneOff(item)),
      payment_behavior: draw.paymentBehavior,
      ...this.pauses(draw, belief),
      ...thresholds,
    };
    this.beliefs.push(belief);
    return { subscribe: fields };
  }

  private pauses({ pausing }: SubscribeDraw, belief: Belief): PlainRecord {
    if (pausing === undefined) return {};
    const { collection, trialEnd } = pausing;
    const resolve = (offset: Offset): string => isoInstant(this.resolve(offset, belief));
    return { trial_end_behavior: trialEnd, pause_collection: collection === undefined ? undefined : collectionFields(collection, resolve) };
  }

  /** A sign-up by phases; changes later believe in the first one. */
  private scheduled(draw: SubscribeDraw, schedule: ScheduleDraw): PlainRecord {
    const { fields, plans } = scheduleFields(schedule, this.refer, draw.family, this.now);
    const as = draw.named || this.beliefs.length > 0 ? `s${this.beliefs.length}` : undefined;
    const family = this.refer.familyOf(plans[0] as number);
    const belief: Belief = { name: as ?? this.id, family, plans, anchor: this.now, trialEnd: this.now, back: undefined, signedBack: undefined };
    this.beliefs.push(belief);
    const items = draw.addInvoiceItems?.map((item) => this.refer.oneOff(item));
    return { subscribe: { ...fields, as, tax_rates: this.refer.taxes(draw.taxes), add_invoice_items: items, ...this.pauses(draw, belief) } };
  }

  private backdating({ backdating, anchor, anchorConfig }: SubscribeDraw, belief: Belief): PlainRecord {
    if (backdating === undefined) return {};
    const { back, behavior } = backdating;
    if (back === undefined || anchorConfig !== undefined) return { proration_behavior: behavior };
    const interval = this.refer.intervalOf(belief.family);
    const length = boundary(this.now, interval, 1) - this.now;
    let start = this.now - Math.floor((length * back) / 1000);
    if (back % 2 === 1) start -= start % DAY;
    belief.signedBack = start;
    if (anchor === undefined && belief.trialEnd <= this.now && behavior !== "none") belief.anchor = start;
    if (belief.trialEnd <= this.now && behavior !== "none") belief.back = { from: start, until: periodHolding(belief.anchor, interval, this.now).end };
    return { backdate_start_date: isoInstant(start), proration_behavior: behavior };
  }

  /** Usage of the plans of a backdated sign-up, reported just before it. */
  private usedBefore({ backdating }: SubscribeDraw): PlainRecord[] {
    const belief = this.beliefs.at(-1);
    const from = belief?.signedBack;
    if (backdating === undefined || belief === undefined || from === undefined) return [];
    const candidates = belief.plans.filter((plan) => this.refer.isMetered(plan));
    if (candidates.length === 0) return [];
    return backdating.used.map(({ held, quantity, back, set }) => ({
      usage: {
        plan: planName(pick(candidates, held)),
        quantity,
        action: set ? "set" : undefined,
        timestamp: isoInstant(this.now - Math.floor(((this.now - from) * back) / 1000)),
      },
    }));
  }

  private firstEnd(draw: SubscribeDraw, belief: Belief): PlainRecord {
    const endsIn = draw.backdating?.endsIn;
    if (endsIn === undefined) return this.plannedEnd(draw.cancelAt, draw.cancelAtPeriodEnd, belief);
    const length = boundary(this.now, this.refer.intervalOf(belief.family), 1) - this.now;
    return { cancel_at: isoInstant(this.now + Math.max(1, Math.floor((length * endsIn) / 1000))) };
  }

  private trial(draw: SubscribeDraw, belief: Belief): PlainRecord {
    const { trial } = draw;
    let end = this.now + this.refer.ownTrialDays(belief.plans) * DAY;
    let fields: PlainRecord = {};
    if (trial === "none") {
      end = this.now;
      fields = { trial: "0 days" };
    } else if (trial !== undefined && "days" in trial) {
      end = this.now + trial.days * DAY;
      fields = { trial: `${trial.days} days` };
    } else if (trial !== undefined) {
      end = this.resolve(trial.end, belief);
      fields = { trial_end: isoInstant(end) };
    }
    belief.anchor = end;
    belief.trialEnd = end;
    return fields;
  }

  private anchor(draw: SubscribeDraw, belief: Belief): PlainRecord {
    if (draw.anchorConfig !== undefined) return this.anchorConfig(draw.anchorConfig, draw.stubBehavior, belief);
    if (draw.anchor === undefined) return {};
    const latest = boundary(belief.anchor, this.refer.intervalOf(belief.family), 1);
    let anchor = this.now + Math.floor(((latest - this.now) * draw.anchor) / 1000);
    if (draw.anchor % 2 === 1) anchor = Math.max(this.now, anchor - (anchor % DAY));
    belief.anchor = anchor;
    return { billing_cycle_anchor: isoInstant(anchor), proration_behavior: draw.stubBehavior };
  }

  private anchorConfig({ day, month, hour, minute, ownDay }: AnchorConfigDraw, behavior: string | undefined, belief: Belief): PlainRecord {
    const { unit } = this.refer.intervalOf(belief.family);
    const from = new Date(belief.anchor * 1000);
    const time = { hour, minute };
    const dayOfMonth = ownDay ? from.getUTCDate() : day;
    let config: PlainRecord = { day_of_month: dayOfMonth, month: dayOfMonth <= 28 ? month : undefined, ...time };
    if (unit === "week" || unit === "day") config = { day_of_week: ownDay ? ((from.getUTCDay() + 6) % 7) + 1 : (day % 7) + 1, ...time };
    return { billing_cycle_anchor_config: config, proration_behavior: behavior };
  }

  private plannedEnd(at: Offset | null | undefined, atPeriodEnd: boolean | undefined, belief: Belief): PlainRecord {
    if (at === null) return { cancel_at: null };
    if (at !== undefined) return { cancel_at: isoInstant(this.resolve(at, belief)) };
    return { cancel_at_period_end: atPeriodEnd };
  }

  private change(draw: ChangeDraw, belief: Belief): PlainRecord {
    const before = belief.family;
    const what = this.whatChanges(draw, belief);
    const staysInFamily = belief.family === before;
    const fields: PlainRecord = {
      ...what,
      proration_behavior: draw.behavior,
      ...this.refer.coupons(draw.coupons),
      tax_rates: this.refer.taxes(draw.taxes),
    };
    if (draw.coupons?.length === 0) fields["discounts"] = [];
    if (draw.prorationDate !== undefined && staysInFamily) {
      const { start: own, end } = periodHolding(belief.anchor, this.refer.intervalOf(before), this.now);
      const start = belief.back !== undefined && this.now < belief.back.until ? belief.back.from : own;
      fields["proration_date"] = isoInstant(start + Math.floor(((end - start) * draw.prorationDate) / 1000));
    }
    const movesTrial = draw.trialEnd !== undefined || (belief.trialEnd > this.now && draw.inTrial !== "leave it");
    const movesEnd = draw.cancelAt !== undefined || draw.cancelAtPeriodEnd !== undefined;
    if (draw.effect === "at period end" && !movesTrial && !movesEnd) {
      const { proration_behavior: _behavior, proration_date: _date, ...waits } = fields;
      return Object.values(waits).some((value) => value !== undefined) ? { ...waits, when: "at_period_end" } : {};
    }
    const planned = this.plannedEnd(draw.cancelAt, draw.cancelAtPeriodEnd, belief);
    if (draw.effect === "reset anchor" && !movesTrial) {
      if (belief.trialEnd <= this.now) belief.anchor = this.now;
      return { ...fields, ...planned, billing_cycle_anchor: "now" };
    }
    return { ...fields, ...this.trialMoves(draw, belief), ...planned };
  }

  private trialMoves(draw: ChangeDraw, belief: Belief): PlainRecord {
    const runs = belief.trialEnd > this.now;
    if (draw.inTrial === "end it" ? runs : draw.inTrial === "end a trial in any case" && draw.trialEnd !== undefined) {
      belief.trialEnd = this.now;
      belief.anchor = this.now;
      return { trial_end: "now" };
    }
    if (draw.trialEnd === undefined && !(runs && draw.inTrial === "move it")) return {};
    const end = this.resolve(draw.trialEnd ?? { kind: "part", thousandths: 300 }, belief);
    belief.trialEnd = end;
    belief.anchor = end;
    return { trial_end: isoInstant(end) };
  }

  private whatChanges({ what }: ChangeDraw, belief: Belief): PlainRecord {
    if (what === undefined) return {};
    if ("items" in what) {
      const family = what.sameFamily ? belief.family : this.refer.otherFamily(belief.family);
      const candidates = this.refer.plansOf(family);
      const named = new Set<number>();
      const changes = what.items.flatMap((change) => itemChange(change, candidates, belief, named, this.refer));
      if (belief.plans.length === 0) belief.plans = [0];
      belief.family = this.refer.familyOf(belief.plans[0] as number);
      return { items: changes.length > 0 ? changes : undefined };
    }
    if (!("plan" in what)) return { quantity: what.quantity };
    const family = what.sameFamily ? belief.family : this.refer.otherFamily(belief.family);
    const plan = pick(this.refer.plansOf(family), what.plan);
    if (belief.plans.length === 1) {
      belief.plans = [plan];
      belief.family = this.refer.familyOf(plan);
    }
    return { plan: planName(plan), quantity: this.refer.quantityOf(plan, what.quantity) };
  }
}
