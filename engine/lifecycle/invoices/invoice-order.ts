import { UNORDERED } from "../../account/agenda.ts";
import type { Invoice } from "../../account/invoice.ts";

/** Where an invoice stands inside a phase of one instant: by its subscription (D8). */
export function orderOf(invoice: Invoice): number {
  return invoice.subscription === undefined ? UNORDERED : invoice.subscription.ordinal;
}
