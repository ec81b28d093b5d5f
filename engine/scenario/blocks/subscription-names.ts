import { didYouMean, listed } from "../../language/did-you-mean.ts";
import type { Reading } from "../../language/reading.ts";
import { quoteText, type SourceMap, type SourceNode } from "../../language/source-node.ts";

/** What expectations must know of a customer: its place in the one order of customers, and what its subscriptions are called. */
export interface KnownCustomer {
  readonly index: number;
  readonly names: SubscriptionNames;
}

/**
 * The names by which a script may call the subscriptions of its customer (D11): what its sign-ups are called by `as`, the customer's own name for the first,
 * and numbers. Whether one exists at an instant is for the engine to say.
 */
export class SubscriptionNames {
  private readonly customer: string;
  private readonly given = new Set<string>();

  constructor(customer: string) {
    this.customer = customer;
  }

  /** Takes note of the name that a `subscribe` entry gives. */
  declare(entry: SourceMap): void {
    const signUp = entry.entries.get("subscribe")?.value;
    const name = signUp?.kind === "map" ? signUp.entries.get("as")?.value : undefined;
    if (name?.kind === "scalar") this.given.add(name.text);
  }

  read(reading: Reading, node: SourceNode): string | undefined {
    if (node.kind !== "scalar" || node.value === null) return undefined;
    const name = node.text;
    const short = this.short(name);
    if (short === "" || this.given.has(short) || /^[1-9]\d*$/.test(short)) return name;
    const known = [this.customer, ...this.given];
    return reading.refuse(node, {
      code: "unknown-id",
      message: `No sign-up of ${this.customer} makes a subscription ${quoteText(name)}.`,
      rule: `A subscription is called by the \`as\` of its \`subscribe\`, else \`<customer>\` or \`<customer>/2\` (D11): ${listed(known)}.`,
      remedy: didYouMean(short, known, `Write \`as: ${/^[\p{L}\p{N}_-]+$/u.test(short) ? short : "web"}\` in its \`subscribe\`.`),
    });
  }

  /** Without the customer: `alice/web` is `web`, and the first one, `alice`, like no name at all, is the empty text. */
  short(name: string | undefined): string {
    if (name === undefined || name === this.customer) return "";
    return name.startsWith(`${this.customer}/`) ? name.slice(this.customer.length + 1) : name;
  }
}
