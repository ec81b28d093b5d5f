import type { Behavior } from "../population.ts";
import type { BehaviorKind } from "./behavior-kind.ts";
import { cancelKind } from "./cancel.ts";
import { changeKind } from "./change.ts";
import { pauseKind } from "./pause.ts";
import { refundKind } from "./refund.ts";
import { returnKind } from "./return.ts";
import { seatsKind } from "./seats.ts";

type Kinds = { readonly [K in Behavior["kind"]]: BehaviorKind<Extract<Behavior, { kind: K }>> };

/** Everything that drawn customers can do of their own accord. */
const kinds: Kinds = { cancel: cancelKind, change: changeKind, seats: seatsKind, pause: pauseKind, refund: refundKind, return: returnKind };

export function kindOf(behavior: Behavior): BehaviorKind<Behavior> {
  return kinds[behavior.kind] as BehaviorKind<Behavior>;
}
