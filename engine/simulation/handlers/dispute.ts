import type { Dispute } from "../../account/dispute.ts";
import { decideDispute } from "../../lifecycle/payments/refund.ts";
import type { Handler } from "../advance.ts";

/** A dispute is won or lost. */
export const dispute: Handler = (world, account, due) => {
  decideDispute(world, account, account.disputes[due.ref] as Dispute);
};
