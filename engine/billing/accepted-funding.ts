import { type Card, noCard } from "../payments/card.ts";
import type { BillingSettings } from "./settings.ts";

/** Whether a sign-up with this card is let in: its funding is accepted or put into review. Without a card there is nothing to refuse (D28, B35). */
export function isFundingAccepted(settings: BillingSettings, card: Card): boolean {
  const { acceptFunding, reviewFunding } = settings;
  return acceptFunding === undefined || card === noCard || acceptFunding.has(card.funding) || reviewFunding.has(card.funding);
}
