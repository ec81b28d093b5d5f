import type { Account } from "../account/account.ts";
import type { World } from "../account/world.ts";
import { voidByHand, writeOffByHand } from "../lifecycle/invoices/correct-invoice.ts";
import { issueCreditNote } from "../lifecycle/invoices/credit-note.ts";
import { chargeOnce } from "../lifecycle/payments/charge-once.ts";
import { disputePayment, refund } from "../lifecycle/payments/refund.ts";
import type { ByHand } from "../lifecycle/requests.ts";

/** Does what is done to invoices and payments by hand. */
export function performByHand(world: World, account: Account, action: ByHand): void {
  switch (action.kind) {
    case "void":
      voidByHand(world, account, action);
      break;
    case "mark_uncollectible":
      writeOffByHand(world, account, action);
      break;
    case "charge":
      chargeOnce(world, account, action);
      break;
    case "refund":
      refund(world, account, action);
      break;
    case "credit_note":
      issueCreditNote(world, account, action);
      break;
    case "dispute":
      disputePayment(world, account, action);
      break;
  }
}
