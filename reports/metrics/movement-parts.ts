import { type Minor, mulDivFloor } from "../../engine/money/exact.ts";
import type { Movement, MovementKind } from "./movement.ts";
import { MEASURE } from "./recurring-measures.ts";

/** What of a movement belongs to one plan of the customer. A view, valid during the call. */
export interface MovementPart {
  plan: string;
  before: Minor;
  after: Minor;
  arrChange: Minor;
  discountedChange: Minor;
  pastDueChange: Minor;
  pastDueCustomers: number;
}

const GROWTH: Readonly<Record<MovementKind | "none", number>> = {
  opening: MEASURE.existing,
  new: MEASURE.new,
  reactivation: MEASURE.reactivation,
  expansion: MEASURE.expansion,
  contraction: MEASURE.contraction,
  churn: MEASURE.churn,
  none: -1,
};

/**
 * Shares a customer's movement out to its plans (R63): what the customer pays more or less keeps its kind and goes to the plans that moved in
 * that direction, in proportion; everything else only moved between plans: transfers, which cancel out over the plans. So each column but the
 * transfers adds up over the plans to that of the customer. `tell` gets the flows of each part as measure, amount, measure, amount.
 */
export function shareOut(movement: Movement, parts: readonly MovementPart[], tell: (part: MovementPart, flows: readonly number[]) => void): void {
  const net = movement.after - movement.before;
  const rises = net >= 0;
  let along = 0;
  for (const { before, after } of parts) if (after > before === rises) along += Math.abs(after - before);
  let met = 0;
  let told = 0;
  for (const part of parts) {
    flows.length = 0;
    const change = part.after - part.before;
    const size = Math.abs(change);
    if (change > 0 === rises && change !== 0) {
      met += size;
      const share = mulDivFloor(Math.abs(net), met, along) - told;
      told += share;
      addFlow(movement, share, size - share, rises);
    } else if (change !== 0) addFlow(movement, 0, size, !rises);
    addCustomers(movement, part);
    tell(part, flows);
  }
}

const flows: number[] = [];

function add(measure: number, amount: number): void {
  if (amount !== 0) flows.push(measure, amount);
}

/** Of a part: so much of the movement's own kind, so much moved in or out. */
function addFlow({ kind, involuntary }: Movement, own: Minor, moved: Minor, rises: boolean): void {
  add(GROWTH[kind], own);
  if (kind === "churn" && involuntary) add(MEASURE.churnInvoluntary, own);
  add(rises ? MEASURE.transferIn : MEASURE.transferOut, moved);
}

const JOINED: Readonly<Record<MovementKind | "none", number>> = {
  opening: MEASURE.customersExisting,
  new: MEASURE.customersNew,
  reactivation: MEASURE.customersReactivated,
  expansion: MEASURE.customersIn,
  contraction: MEASURE.customersIn,
  churn: MEASURE.customersIn,
  none: MEASURE.customersIn,
};

/** A customer counts in each plan that it pays for. */
function addCustomers({ kind, involuntary }: Movement, { before, after }: MovementPart): void {
  if (before === 0 && after > 0) add(JOINED[kind], 1);
  if (before === 0 || after > 0) return;
  add(kind !== "churn" ? MEASURE.customersOut : involuntary ? MEASURE.churnedInvoluntary : MEASURE.churnedVoluntary, 1);
}
