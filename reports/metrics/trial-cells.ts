import type { Account } from "../../engine/account/account.ts";
import type { SubscriptionChange } from "../../engine/account/facts.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import type { Item, Subscription, SubscriptionStatus } from "../../engine/account/subscription.ts";
import type { Instant } from "../../engine/calendar/instant.ts";
import type { Collector, ReportContext } from "../collector.ts";
import type { Saved } from "../saved.ts";
import type { MeasureKind } from "./exchange.ts";
import { IntervalCells } from "./interval-cells.ts";
import type { IntervalGrid } from "./interval-grid.ts";
import type { Segment, Segments } from "./segments.ts";

export const TRIAL = { started: 0, converted: 1, ended: 2 } as const;

export const TRIAL_KINDS: readonly MeasureKind[] = ["count", "count", "count"];

/** A subscription that was never in a trial, or whose trial has been counted to its end, waits for nothing. */
const NOT_WAITING = Number.NEGATIVE_INFINITY;

/**
 * Trials per subscription: started when it becomes `trialing`, ended when it stops being so, converted when its first positive invoice from
 * then on is paid (D36). One cancelled in its trial ends and never converts.
 */
export class TrialCells implements Collector<TrialCells> {
  readonly cells: IntervalCells;
  private readonly grid: IntervalGrid;
  private readonly segments: Segments;
  /** By subscription: since when it waits for the payment that converts it. */
  private waitingSince: number[] = [];
  /** By subscription: where its trial counts, which is the plan that it began with (R63). */
  private segmentOf: Segment[] = [];
  private waiting = 0;

  constructor(context: ReportContext) {
    this.grid = context.grid;
    this.segments = context.segments;
    this.cells = new IntervalCells(context.segments, TRIAL_KINDS.length, context.grid.count);
  }

  merge(other: TrialCells): void {
    this.cells.merge(other.cells);
  }

  save(): Saved {
    return this.cells.save();
  }

  load(saved: Saved): void {
    this.cells.load(saved);
  }

  begin(_account: Account): void {
    // Whoever waits for nothing has left nothing behind: cutting the array is a call into the runtime, once per customer.
    if (this.waiting > 0) this.waitingSince.fill(NOT_WAITING);
    this.waiting = 0;
  }

  subscription(at: Instant, account: Account, subscription: Subscription, change: SubscriptionChange, previous: SubscriptionStatus): void {
    // Told of every renewal: what is asked first must be little.
    if (subscription.status !== previous || change === "created" || change === "existing") this.move(at, account, subscription, change, previous);
  }

  private move(at: Instant, account: Account, subscription: Subscription, change: SubscriptionChange, previous: SubscriptionStatus): void {
    const { status, ordinal } = subscription;
    if (change === "refused") return;
    const isNew = change === "created" || change === "existing";
    if (isNew) this.waitingSince[ordinal] = NOT_WAITING;
    if (isNew || status === "trialing") this.segmentOf[ordinal] = this.segments.ofPlan(account, (subscription.items[0] as Item).plan.id);
    // A trial that ran when the clock started did not start in it.
    if (change === "existing") return;
    if (status === "trialing") {
      this.stopWaiting(ordinal);
      this.count(at, ordinal, TRIAL.started);
    } else if (previous === "trialing") {
      this.count(at, ordinal, TRIAL.ended);
      if (status === "canceled") return;
      this.waitingSince[ordinal] = at;
      this.waiting++;
    }
  }

  paid(at: Instant, _account: Account, invoice: Invoice): void {
    // Asked of every invoice: so small that the compiler makes it part of the caller.
    if (this.waiting > 0) this.convert(at, invoice);
  }

  private convert(at: Instant, invoice: Invoice): void {
    if (invoice.subscription === undefined || invoice.total <= 0) return;
    const { ordinal } = invoice.subscription;
    const since = this.waitingSince[ordinal] ?? NOT_WAITING;
    if (since === NOT_WAITING || invoice.createdAt < since) return;
    this.stopWaiting(ordinal);
    this.count(at, ordinal, TRIAL.converted);
  }

  private stopWaiting(ordinal: number): void {
    if ((this.waitingSince[ordinal] ?? NOT_WAITING) === NOT_WAITING) return;
    this.waitingSince[ordinal] = NOT_WAITING;
    this.waiting--;
  }

  private count(at: Instant, subscription: number, measure: number): void {
    this.cells.add(this.segmentOf[subscription] as Segment, measure, this.grid.indexOf(at), 1);
  }
}
