import type { Account } from "../../account/account.ts";
import type { OneOffCharge } from "../../account/one-off-charge.ts";
import { Refusal } from "../../account/refusal.ts";
import type { World } from "../../account/world.ts";
import { formatMoney } from "../../money/currency.ts";
import { noCard } from "../../payments/card.ts";
import { feeOf } from "../../payments/payment-fees.ts";
import type { Charge } from "../requests.ts";
import { chargeCard } from "./collect.ts";

/** Charges the card once, outside of invoices and of the customer balance (M4). A decline is an outcome, with its row. */
export function chargeOnce(world: World, account: Account, action: Charge): void {
  checkCharge(account, action);
  const { now, oneOffCharges, card } = account;
  const { amount, description } = action;
  const decline = chargeCard(world, account, 1, undefined);
  const charge: OneOffCharge = { number: oneOffCharges.length + 1, at: now, amount, description, decline, refunded: 0, disputed: 0 };
  oneOffCharges.push(charge);
  const { fees } = world.settings;
  const fee = fees === undefined || decline !== undefined ? 0 : feeOf(fees, amount, account.currency);
  world.sink.payment(now, account, { kind: "charge", invoice: undefined, charge, amount, fee, attempt: 1, card, decline });
}

function checkCharge(account: Account, { amount, currency }: Charge): void {
  const { step, minimum, code } = account.currency;
  if (currency !== undefined && currency !== account.currency) {
    throw new Refusal(
      `the charge is in ${currency.code}, customer "${account.id}" is billed in ${code}`,
      "A customer has one currency.",
      "Use the customer's currency.",
    );
  }
  if (account.card === noCard) {
    throw new Refusal(`customer "${account.id}" has no card`, "`charge` charges the customer's card.", "Give the customer a card with a `card` entry first.");
  }
  if (amount < minimum || amount <= 0) {
    throw new Refusal(
      `the charge of ${formatMoney(amount, account.currency)} is too small`,
      `A charge is above 0 and at least ${formatMoney(minimum, account.currency)}, the least that can be charged in ${code}.`,
      "Charge more, or put an `invoice_item` on the next invoice.",
    );
  }
  if (amount % step === 0) return;
  throw new Refusal(
    `the charge of ${formatMoney(amount, account.currency)} cannot be made`,
    `Charges in ${code} are multiples of ${formatMoney(step, account.currency)}.`,
    "Write another amount.",
  );
}
