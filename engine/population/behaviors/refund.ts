import { addDuration } from "../../calendar/duration.ts";
import { NEVER } from "../../calendar/instant.ts";
import { refund } from "../../lifecycle/payments/refund.ts";
import type { RefundBehavior } from "../population.ts";
import type { BehaviorKind } from "./behavior-kind.ts";

export const refundKind: BehaviorKind<RefundBehavior> = {
  kind: "refund",
  isAtRisk({ first }, account) {
    if (account.lastPaidAt === NEVER) return false;
    return first === undefined || account.now < addDuration(account.lastPaidAt, first);
  },
  riskEnds: ({ first }, account) => (first === undefined || account.lastPaidAt === NEVER ? undefined : addDuration(account.lastPaidAt, first)),
  happen(_, { world, account }) {
    refund(world, account, { kind: "refund", invoice: true, charge: undefined, amount: undefined });
  },
};
