import type { Invoice } from "../../account/invoice.ts";
import { finalize } from "../../lifecycle/invoices/finalize.ts";
import type { Handler } from "../advance.ts";

/** A draft's hour is over. */
export const finalization: Handler = (world, account, due) => {
  const invoice = account.invoices[due.ref] as Invoice;
  if (invoice.status === "draft") finalize(world, account, invoice);
};
