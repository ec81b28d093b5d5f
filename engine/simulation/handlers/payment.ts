import type { Invoice } from "../../account/invoice.ts";
import { attemptPayment } from "../../lifecycle/payments/collect.ts";
import type { Handler } from "../advance.ts";

/** The schedule's next attempt on an open invoice. */
export const payment: Handler = (world, account, due) => {
  const invoice = account.invoices[due.ref] as Invoice;
  if (invoice.status === "open") attemptPayment(world, account, invoice);
};
