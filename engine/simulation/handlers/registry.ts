import { DUE } from "../../account/agenda.ts";
import type { Handler } from "../advance.ts";
import { behavior } from "./behavior.ts";
import { boundary } from "./boundary.ts";
import { business } from "./business.ts";
import { cardUpdate } from "./card-update.ts";
import { collection } from "./collection.ts";
import { dispute } from "./dispute.ts";
import { expiry } from "./expiry.ts";
import { finalization } from "./finalization.ts";
import { lapse } from "./lapse.ts";
import { payment } from "./payment.ts";
import { probe } from "./probe.ts";
import { replacement } from "./replacement.ts";
import { deadline, overdue, transfer } from "./sent-invoice.ts";

/** A handler for every code, in the order of the codes. `entry` is the caller's: who feeds the actions decides what comes next. */
export function handlersWith(entry: Handler): readonly Handler[] {
  const handlers: Handler[] = [];
  handlers[DUE.boundary] = boundary;
  handlers[DUE.expiry] = expiry;
  handlers[DUE.finalization] = finalization;
  handlers[DUE.payment] = payment;
  handlers[DUE.entry] = entry;
  handlers[DUE.probe] = probe;
  handlers[DUE.dispute] = dispute;
  handlers[DUE.collection] = collection;
  handlers[DUE.cardUpdate] = cardUpdate;
  handlers[DUE.transfer] = transfer;
  handlers[DUE.overdue] = overdue;
  handlers[DUE.deadline] = deadline;
  handlers[DUE.behavior] = behavior;
  handlers[DUE.lapse] = lapse;
  handlers[DUE.replacement] = replacement;
  handlers[DUE.business] = business;
  return handlers;
}
