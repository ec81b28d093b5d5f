import type { Reading } from "../language/reading.ts";
import type { SourceNode } from "../language/source-node.ts";
import type { Currency } from "../money/currency.ts";

/** One currency per customer: written, or that of the first subscription, or of an invoice item before it (D6). */
export class CustomerCurrency {
  readonly customer: string;
  current: Currency | undefined;
  /** Something about it is broken: say nothing more. */
  unknown = false;

  constructor(customer: string, written: Currency | undefined) {
    this.customer = customer;
    this.current = written;
  }

  /** What is in `currency` now concerns this customer: fixes the customer's currency, or complains about another. */
  agree(reading: Reading, node: SourceNode, currency: Currency, what: string): void {
    if (this.current === undefined) this.current = currency;
    else if (this.current !== currency) {
      reading.refuse(node, {
        code: "currency-mismatch",
        message: `${what} is in ${currency.code}, but ${this.customer} is billed in ${this.current.code}.`,
        rule: "A customer has one currency: its `currency`, else that of its first subscription (D6).",
        remedy: `Use one in ${this.current.code}, or make this another customer.`,
      });
    }
  }
}
