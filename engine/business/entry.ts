import type { DeclineCode } from "../payments/decline-codes.ts";
import type { Reach } from "./reach.ts";

interface AnyEntry {
  readonly name: string;
  readonly reach: Reach;
}

/** Every charge is declined while it lasts; the cards' own draws are not touched (D35). */
export interface Outage extends AnyEntry {
  readonly kind: "outage";
  readonly declines: DeclineCode;
}

/** One thing that the business does. */
export type BusinessEntry = Outage;
