import { type Instant, NEVER } from "../calendar/instant.ts";
import { type DeclineCode, declineCodes } from "./decline-codes.ts";
import type { DrawnCard } from "./drawn-card.ts";

export type Funding = "credit" | "debit" | "prepaid" | "unknown";

/**
 * A card is a behaviour: what happens at each charge.
 *
 * `charge` is asked once per real charge, with the number of charges this customer made with this card before (0 for the first) and
 * the attempt number of the invoice (1 for the first). It answers undefined for success. It must be a pure function of its arguments.
 */
export interface Card {
  /** Its place among the scenario's cards; counts of charges are kept by it. */
  readonly index: number;
  readonly id: string;
  readonly funding: Funding;
  /** When the networks' updater replaces it, which is when it would be expired (K3); NEVER for none. */
  readonly updatedAt: Instant;
  /** What it does in numbers (D35), asked where `charge` has nothing against it; undefined: nothing. */
  readonly drawn: DrawnCard | undefined;
  charge(at: Instant, chargesBefore: number, attempt: number): DeclineCode | undefined;
}

/** What a card of a script can be told: `outcomes` charge by charge (the last repeats), a window of declines, an expiry. */
export interface CardBehaviour {
  /** Undefined entries are successes. Empty means: always succeeds. */
  readonly outcomes: readonly (DeclineCode | undefined)[];
  readonly declines: { readonly code: DeclineCode; readonly from: Instant; readonly until: Instant } | undefined;
  /** The first instant at which it is expired, NEVER for none. */
  readonly expiresAt: Instant;
  readonly expired: DeclineCode;
  /** Whether it is replaced then, and declines nothing for it. */
  readonly updater: boolean;
}

/** A card that does as its behaviour says: expiry first, then the window, then the list of outcomes. */
export function scriptedCard(index: number, id: string, funding: Funding, behaviour: CardBehaviour, drawn?: DrawnCard): Card {
  const { outcomes, declines, expired, updater } = behaviour;
  const expiresAt = updater ? NEVER : behaviour.expiresAt;
  return {
    index,
    id,
    funding,
    drawn,
    updatedAt: updater ? behaviour.expiresAt : NEVER,
    charge(at, chargesBefore) {
      if (at >= expiresAt) return expired;
      if (declines !== undefined && at >= declines.from && at < declines.until) return declines.code;
      if (outcomes.length === 0) return undefined;
      return outcomes[chargesBefore < outcomes.length ? chargesBefore : outcomes.length - 1];
    },
  };
}

/**
 * `card: none`: no payment method. There is nothing to charge: the first attempt fails without a row in payments.csv, and there are no
 * retries (D28). Recognised by identity.
 */
export const noCard: Card = { index: 0, id: "none", funding: "unknown", updatedAt: NEVER, drawn: undefined, charge: () => declineCodes.get("card_declined") };
