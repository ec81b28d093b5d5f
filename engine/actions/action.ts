import type { Instant } from "../calendar/instant.ts";
import type { Action } from "../lifecycle/requests.ts";

export type {
  Action,
  ActionKind,
  BillPending,
  Cancel,
  Change,
  Charge,
  DisputePayment,
  IssueCreditNote,
  ItemChange,
  MarkUncollectible,
  OneOff,
  Pause,
  PauseCollection,
  Pay,
  PhaseRequest,
  PlanQuantity,
  Refund,
  Resume,
  ScheduleRequest,
  Subscribe,
  TrialChoice,
  Usage,
  VoidInvoice,
} from "../lifecycle/requests.ts";

/** One line of a customer's script. */
export interface Entry {
  readonly at: Instant;
  readonly action: Action;
  /** The subscription it is about, by name (D11) or by its `as`; undefined: the only one. */
  readonly subscription: string | undefined;
  /** `error: expected`: an assertion that the action is refused. */
  readonly expectsRefusal: boolean;
  readonly place: Place;
}

/** Where something stands in a file; line and column from 1. */
export interface Place {
  /** Another file than the scenario's own, which names it. */
  readonly file?: string;
  readonly line: number;
  readonly column: number;
}
