import { EXIT, type ExitCode } from "../exit-code.ts";
import { InputError, notYetSupported } from "../input-error.ts";
import type { Command } from "./command.ts";

/** Reports whose cells will be explained by their movements: `explain FILE mrr 2026-12 churn`. */
const LATER_REPORTS = ["mrr", "churn", "revenue", "cohorts"];

/** Every line of an invoice with its arithmetic. */
export const explain: Command = {
  name: "explain",
  about: "print every line of an invoice with its arithmetic: rule, numerator, denominator, rounding",
  arguments: [
    { name: "<file>", about: "the scenario, a YAML file" },
    { name: "<invoice>", about: "the invoice's name, <customer>-0001" },
  ],
  options: [],
  later: ["--recognition"],
  takesMore: true,
  example: "billclock explain scenarios/proration/mid-month-upgrade.yaml alice-0002",

  async run({ arguments: [file = "", name = "", ...more], console }): Promise<ExitCode> {
    if (LATER_REPORTS.includes(name)) throw notYetSupported(`Explaining a cell of ${name}.csv`);
    if (more.length > 0) throw new InputError(`explain takes a file and an invoice, not also "${more.join(" ")}". Explain one invoice at a time.`);
    const { loadRunnable, thereAre } = await import("../scenario-run.ts");
    const { explainInvoice, invoiceNames } = await import("../../reports/index.ts");
    const scenario = loadRunnable(file, console);
    if (scenario === undefined) return EXIT.wrongInput;
    const text = explainInvoice(scenario, name);
    if (text === undefined) throw new InputError(`There is no invoice "${name}" in this run. ${thereAre(name, invoiceNames(scenario))}`);
    console.out(text);
    return EXIT.fine;
  },
};
