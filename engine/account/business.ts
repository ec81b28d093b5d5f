import type { DeclineCode } from "../payments/decline-codes.ts";
import type { Account } from "./account.ts";

/** What the business does during the run: look-ups by time and customer, never events (D8). */
export interface Business {
  /** What every charge of this customer is declined with now; undefined: nothing is out of order. */
  outage(account: Account): DeclineCode | undefined;
}
