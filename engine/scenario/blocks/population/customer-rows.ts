import { monthOf } from "../../../calendar/civil.ts";
import type { CsvRow } from "../../../language/csv-table.ts";
import { identifierComplaint } from "../../../language/identifier.ts";
import { quoteText } from "../../../language/source-node.ts";
import type { CustomerIds } from "./customer-ids.ts";
import type { PopulationContext } from "./population-context.ts";

/** The most subscriptions of one customer: what stands together is held in memory. */
const MOST_ROWS = 100;

/** The rows of each customer, which stand together, in the file's order. */
export function* customerRows(rows: Iterable<CsvRow>): Generator<readonly CsvRow[]> {
  for (const own of runsOf(rows)) {
    const [row] = own.length > MOST_ROWS ? own.splice(MOST_ROWS) : [];
    if (row !== undefined) refuseMore(row, row.cell("customer"));
    yield own;
  }
}

/** Rows one below the other that name the same customer. */
export function* runsOf(rows: Iterable<CsvRow>): Generator<CsvRow[]> {
  let own: CsvRow[] = [];
  let customer = "";
  for (const row of rows) {
    const id = row.cell("customer");
    if (own.length > 0 && id !== customer) {
      yield own;
      own = [];
    }
    customer = id;
    own.push(row);
  }
  if (own.length > 0) yield own;
}

function refuseMore(row: CsvRow, customer: string): void {
  row.refuse("customer", {
    code: "too-many-rows",
    message: `The file has more than ${MOST_ROWS} rows of ${quoteText(customer)}.`,
    rule: `A customer has at most ${MOST_ROWS} subscriptions in a file.`,
    remedy: "Take rows out, or spread them over several customers.",
  });
}

/** A customer's name: none that a script, another file or a drawn customer has, and none whose rows stand apart. */
export function checkName(context: PopulationContext, row: CsvRow, column: number, own: CustomerIds): void {
  const id = row.cell("customer");
  const complaint = identifierComplaint(id, "a customer");
  if (complaint !== undefined) row.refuse("customer", complaint);
  else if (context.named.scripts.has(id) || context.named.files.some((file) => file.has(id))) {
    row.refuse("customer", {
      code: "customer-twice",
      message: `There is another customer ${quoteText(id)} in the scenario.`,
      rule: "A customer is named once: in `customers`, or in the file of one population.",
      remedy: "Take it out in one of the places, or give it another name.",
    });
  } else if (isNameOfDrawn(context, id)) {
    row.refuse("customer", {
      code: "customer-twice",
      message: `The name ${quoteText(id)} is one that a drawn customer of this scenario can have.`,
      rule: "Drawn customers are called by population, month of sign-up and number (D11).",
      remedy: "Call the population otherwise, or the customer.",
    });
  } else if (!own.add(id)) {
    row.refuse("customer", {
      code: "unsorted-rows",
      message: `Rows of ${quoteText(id)} stand apart from those above.`,
      rule: "The rows of a customer stand together, and customers come in the same order in every file.",
      remedy: `Sort the rows below the header by customer: (head -1 FILE; tail -n +2 FILE | sort -t, -s -k${column + 1},${column + 1}).`,
    });
  }
}

const DRAWN = /^(.+)-(\d{4})-(\d{2})(\+\d)?-\d{4,}$/;

function isNameOfDrawn({ populations, clock }: PopulationContext, id: string): boolean {
  const match = /-\d{4,}$/.test(id) ? DRAWN.exec(id) : null;
  if (match === null || !populations.includes(match[1] as string) || clock.start === undefined) return false;
  return (Number(match[2]) - 1970) * 12 + Number(match[3]) - 1 >= monthOf(clock.start);
}

/** What a customer is stands in its first row; the others say the same or nothing. */
export function checkSame(rows: readonly CsvRow[], columns: readonly string[]): void {
  const [first, ...others] = rows as [CsvRow, ...CsvRow[]];
  for (const row of others) {
    for (const column of columns) {
      const text = row.cell(column);
      if (text === "" || text === first.cell(column)) continue;
      row.refuse(column, {
        code: "differing-rows",
        message: `\`${column}\` is ${quoteText(text)}, and ${first.cell(column) === "" ? "empty" : quoteText(first.cell(column))} in the customer's first row.`,
        rule: "What a customer is (currency, card, attributes) stands in the first of its rows; the others say the same or nothing.",
        remedy: "Let its rows agree.",
      });
    }
  }
}
