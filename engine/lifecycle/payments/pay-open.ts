import type { Account } from "../../account/account.ts";
import type { World } from "../../account/world.ts";
import { payNow } from "./collect.ts";

/**
 * Charges every open invoice that is not sent to be paid at once, the oldest first, as `pay` does each (K2). A card that was given for it is charged whatever
 * was declined before: the block after a hard decline is lifted.
 */
export function payOpenInvoices(world: World, account: Account): void {
  const open = account.invoices
    .filter(({ status, collectionMethod }) => status === "open" && collectionMethod === "charge_automatically")
    .sort((a, b) => a.number - b.number);
  for (const invoice of open) {
    invoice.blockedCard = -1;
    payNow(world, account, invoice);
  }
}
