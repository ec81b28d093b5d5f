import { renewCard, replacedFor } from "../../lifecycle/payments/drawn-card.ts";
import type { Handler } from "../advance.ts";

/** The customer replaces a card that failed, if it still matters (D35). */
export const replacement: Handler = (world, account, due) => {
  if (replacedFor(account, due.ref, due.generation) !== undefined) renewCard(world, account);
};
