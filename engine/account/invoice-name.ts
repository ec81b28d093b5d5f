/** `<customer>-0001`: the customer's invoices in order of creation (D11). */
export function invoiceName(customer: string, number: number): string {
  return `${customer}-${String(number).padStart(4, "0")}`;
}
