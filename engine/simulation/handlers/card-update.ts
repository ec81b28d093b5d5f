import { planExpiry } from "../../lifecycle/payments/drawn-card.ts";
import type { Handler } from "../advance.ts";

/** The updater has replaced the customer's card: it goes on as before (K3). */
export const cardUpdate: Handler = (world, account) => {
  planExpiry(account);
  world.sink.card(account.now, account, account.card, "updated");
};
