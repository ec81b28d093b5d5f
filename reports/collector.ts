import type { Account } from "../engine/account/account.ts";
import type { FactSink } from "../engine/account/facts.ts";
import type { Invoice } from "../engine/account/invoice.ts";
import type { Line } from "../engine/account/line.ts";
import type { Instant } from "../engine/calendar/instant.ts";
import type { Scenario } from "../engine/scenario/scenario.ts";
import { IntervalGrid } from "./metrics/interval-grid.ts";
import type { Movement } from "./metrics/movement.ts";
import { Segments } from "./metrics/segments.ts";
import type { Earnings } from "./recognition/earnings.ts";
import type { Posting } from "./recognition/posting.ts";
import type { Saved } from "./saved.ts";

/** Facts that follow from the engine's: found once, told to every report that wants them. */
export interface DerivedFacts {
  /** The customer's recurring revenue, or what it consists of, is another one after this instant (D40). A view. */
  movement(at: Instant, account: Account, movement: Movement): void;
  /** Revenue was booked, earned, or taken back (D42). A view. */
  posting(at: Instant, account: Account, posting: Posting): void;
  /**
   * The commonest posting, in short: a line of an invoice that is final now is deferred whole and earned over its period, a view says how much in
   * which interval. Who listens to this is not told the posting.
   */
  deferral(at: Instant, account: Account, invoice: Invoice, line: Line, earnings: Earnings): void;
}

/**
 * The steps that nearly every invoice takes, each by a method of its own: who looks at one of them only is not called for the others. A listener
 * that has any of these methods is told none of the three by `invoice`.
 */
export interface FrequentSteps {
  created(at: Instant, account: Account, invoice: Invoice): void;
  finalized(at: Instant, account: Account, invoice: Invoice): void;
  paid(at: Instant, account: Account, invoice: Invoice): void;
}

/** What a router passes on. */
export type RoutedFacts = FactSink & DerivedFacts;

/** Everything a report can listen to. */
export type ReportFacts = RoutedFacts & FrequentSteps;

/**
 * A listener that starts empty, takes facts, and to which `merge` adds what another of its kind took from later customers. Merged, listeners over
 * disjoint sets of customers print what one over all of them prints. It implements only the fact methods it needs.
 */
export interface Mergeable<Self> extends Partial<ReportFacts> {
  merge(other: Self): void;
}

/**
 * A report is a monoid that passes between threads and machines: besides `merge` it can say what it holds, and add what another one held.
 *
 * How to write one: keep sums in an `IntervalCells` (or in numbers that add), and pass `save` and `load` on to it; several of them go through
 * `joined` and `apart` (reports/saved.ts). State of the running customer is not saved: it is asked between customers. Sums only: no rate, no
 * maximum of sums, nothing that depends on who came before. `Collection` holds every collector of a run in one list; one that is
 * not in it is lost with `--workers`. `test/reports/merge.test.ts` holds each of them to this.
 */
export interface Collector<Self> extends Mergeable<Self> {
  /** All that it holds, when no customer is running. */
  save(): Saved;
  /** Adds what another collector of the same scenario and options has saved: `a.load(b.save())` leaves `a` as `a.merge(b)` does. */
  load(saved: Saved): void;
}

/** What every report of a run may look at: one for all of them. */
export interface ReportContext {
  readonly scenario: Scenario;
  /** The intervals of the reports. */
  readonly grid: IntervalGrid;
  /** What sums are kept apart by: currencies, and what `by` names. */
  readonly segments: Segments;
}

export function reportContext(scenario: Scenario): ReportContext {
  const { start, end, reports } = scenario;
  return { scenario, grid: new IntervalGrid(reports.interval, start, end, reports), segments: new Segments(scenario) };
}
