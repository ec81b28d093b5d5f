import type { Account } from "../../engine/account/account.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import { invoiceName } from "../../engine/account/invoice-name.ts";
import type { Line } from "../../engine/account/line.ts";
import { formatInstant } from "../../engine/calendar/civil.ts";
import { formatMoney } from "../../engine/money/currency.ts";
import type { Minor } from "../../engine/money/exact.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { type ReportFacts, reportContext } from "../collector.ts";
import { netOf } from "../recognition/held.ts";
import { POSTED } from "../recognition/posting.ts";
import { type LineRecognition, RecognitionRows } from "../recognition/recognition-rows.ts";
import { RevenueWatch } from "../recognition/revenue-watch.ts";
import { lineDescription } from "../rendering/line-description.ts";
import { textTable } from "../rendering/text-table.ts";
import { route } from "../router.ts";
import { invoicesOf } from "../tables/invoices.ts";

/**
 * The schedule of an invoice's revenue: what each line earned in each interval, what took it back, and what was left deferred. The scenario is
 * run for it. Undefined when there is no invoice of that name. Ends with a newline.
 */
export function explainRecognition(scenario: Scenario, name: string): string | undefined {
  const context = reportContext(scenario);
  const rows = new RecognitionRows(context);
  let found: string | undefined;
  const listener: Partial<ReportFacts> = {
    begin: () => rows.begin(),
    posting: (at, _account, posting) => rows.add(at, posting),
    end(account) {
      const invoice = invoicesOf(account).find(({ number }) => invoiceName(account.id, number) === name);
      if (invoice !== undefined) found = `${schedule(scenario, account, invoice, rows).join("\n").trimEnd()}\n`;
    },
  };
  simulate(scenario, route([new RevenueWatch(context, [listener]), listener]));
  return found;
}

function schedule({ reports }: Scenario, account: Account, invoice: Invoice, rows: RecognitionRows): readonly string[] {
  const of = rows.lines().filter((line) => line.invoice === invoice.number);
  const whole = of.filter(({ number }) => number === 0);
  const { granularity } = reports.recognition;
  return [
    `invoice ${invoiceName(account.id, invoice.number)}, ${invoice.status}: its revenue per ${reports.interval}, earned by the ${granularity}`,
    "",
    ...invoice.lines.flatMap((line, i) => [
      `${i + 1}. ${lineDescription(line, account.currency)}`,
      `   ${basis(line, account)}`,
      ...table(
        of.filter(({ number }) => number === i + 1),
        account,
        rows,
      ),
      "",
    ]),
    ...(whole.length === 0 ? [] : ["beyond its lines", ...table(whole, account, rows)]),
  ];
}

/** What the line adds to revenue, and over which time. */
function basis(line: Line, { currency }: Account): string {
  const net = `${formatMoney(netOf(line), currency)} after discounts and without tax`;
  if (line.kind === "usage") return `${net}, earned as it was used or invoiced`;
  if (line.start === line.end) return `${net}, without a period`;
  return `${net}, from ${formatInstant(line.start)} to ${formatInstant(line.end)}, ${line.end - line.start} s`;
}

const PLACES = Object.fromEntries(POSTED.map((name, i) => [name, i])) as Record<(typeof POSTED)[number], number>;

/** What else moved in an interval, by the columns of recognition.csv. */
const OTHERS = [
  ["deferredAdded", "deferred"],
  ["deferredReversed", "deferred reversed"],
  ["unbilledBilled", "billed of what was earned before"],
  ["contra", "contra"],
  ["badDebt", "bad debt"],
  ["taxReversed", "tax reversed"],
] as const;

function table(lines: readonly LineRecognition[], { currency }: Account, rows: RecognitionRows): readonly string[] {
  const money = (amount: Minor): string => formatMoney(amount, currency);
  const intervals = lines.flatMap((line) => line.intervals());
  if (intervals.length === 0) return ["   nothing is earned"];
  let deferred = 0;
  const cells = intervals.map(([interval, amounts]) => {
    const of = (name: (typeof POSTED)[number]): Minor => amounts[PLACES[name]] as number;
    deferred += of("deferredAdded") - of("deferredReleased") - of("deferredReversed");
    const others = OTHERS.filter(([name]) => of(name) !== 0).map(([name, words]) => `${words} ${money(of(name))}`);
    const earned = of("deferredReleased") + of("unbilledAdded") + of("recognizedOnBilling");
    return [`   ${rows.label(interval)}`, money(earned), money(deferred), others.join(", ")];
  });
  const titles = ["   interval", "earned", "still deferred", "besides"];
  return textTable(
    titles.map((title, i) => ({ title, right: i === 1 || i === 2 })),
    cells,
  );
}
