import type { Account } from "../../account/account.ts";
import { DUE, UNORDERED } from "../../account/agenda.ts";
import { NEVER } from "../../calendar/instant.ts";

/** Plans when the networks' updater replaces the customer's card, if it does and is still to come (K3). Call with every new card. */
export function planCardUpdate(account: Account): void {
  const { updatedAt } = account.card;
  account.cardGeneration++;
  if (updatedAt === NEVER || updatedAt <= account.now) return;
  account.agenda.push(updatedAt, DUE.cardUpdate, UNORDERED, 0, account.cardGeneration);
}
