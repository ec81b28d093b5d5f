import type { Account } from "../../account/account.ts";
import type { Due } from "../../account/agenda.ts";
import type { Invoice } from "../../account/invoice.ts";
import { becomeOverdue, payBySelf, stopWaiting } from "../../lifecycle/invoices/send-invoice.ts";
import type { Handler } from "../advance.ts";

const invoiceOf = (account: Account, due: Due): Invoice => account.invoices[due.ref] as Invoice;

/** The customer pays a sent invoice. */
export const transfer: Handler = (world, account, due) => {
  payBySelf(world, account, invoiceOf(account, due));
};

/** A sent invoice is due. */
export const overdue: Handler = (world, account, due) => {
  becomeOverdue(world, account, invoiceOf(account, due));
};

/** A sent invoice has been overdue for too long. */
export const deadline: Handler = (world, account, due) => {
  stopWaiting(world, account, invoiceOf(account, due));
};
