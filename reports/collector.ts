import type { Account } from "../engine/account/account.ts";
import type { FactSink } from "../engine/account/facts.ts";
import type { Instant } from "../engine/calendar/instant.ts";
import type { Scenario } from "../engine/scenario/scenario.ts";
import type { Movement } from "./metrics/movement.ts";

/** Facts that follow from the engine's: found once, told to every report that wants them. */
export interface DerivedFacts {
  /** The customer's recurring revenue, or what it consists of, is another one after this instant (D40). A view. */
  movement(at: Instant, account: Account, movement: Movement): void;
}

/** Everything a report can listen to. */
export type ReportFacts = FactSink & DerivedFacts;

/**
 * A report is a monoid: it starts empty, takes facts, and `merge` adds what another collector of its kind took from other customers.
 * Collectors over disjoint sets of customers, merged, print what one collector over all of them prints.
 * It implements only the fact methods it needs.
 */
export interface Collector<Self> extends Partial<ReportFacts> {
  merge(other: Self): void;
}

/** What every report of a run may look at. */
export interface ReportContext {
  readonly scenario: Scenario;
}
