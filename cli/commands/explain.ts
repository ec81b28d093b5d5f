import { EXIT, type ExitCode } from "../exit-code.ts";
import { InputError } from "../input-error.ts";
import type { Command } from "./command.ts";

const USAGE =
  "Name an invoice (`explain FILE alice-0001`), or a cell by report, interval and column (`explain FILE mrr 2026-12 churn`, then what else tells the row apart, such as usd or usd,pro).";

/** Every line of an invoice with its arithmetic, or what stands behind a cell of an interval report. */
export const explain: Command = {
  name: "explain",
  about: "print every line of an invoice with its arithmetic, or the movements behind a cell of a report",
  arguments: [
    { name: "<file>", about: "the scenario, a YAML file" },
    { name: "<what>", about: "an invoice, <customer>-0001; or an interval report such as mrr, with:" },
    { name: "[interval]", about: "the cell's interval, as the file has it: 2026-12; of cohorts the cohort" },
    { name: "[column]", about: "the cell's column" },
    { name: "[which]", about: "which row, where there are several: its currency, its values of what `by` names, a cohort's age, joined by commas: usd,pro" },
  ],
  options: [{ flags: "--recognition", about: "of an invoice the schedule of its revenue, interval by interval" }],
  later: [],
  example: "billclock explain scenarios/proration/mid-month-upgrade.yaml alice-0002",

  async run({ arguments: [file = "", what = "", interval, column, which], options, console }): Promise<ExitCode> {
    if (interval !== undefined && column === undefined) throw new InputError(`"${what} ${interval}" is neither an invoice nor a cell. ${USAGE}`);
    if (interval !== undefined && options["recognition"] === true) throw new InputError(`--recognition explains an invoice, not a cell. ${USAGE}`);
    const { loadRunnable, thereAre } = await import("../scenario-run.ts");
    const { explainCell, explainInvoice, explainRecognition, invoiceNames, reportFileNames } = await import("../../reports/index.ts");
    const scenario = loadRunnable(file, console);
    if (scenario === undefined) return EXIT.wrongInput;
    if (interval !== undefined && column !== undefined) {
      const explained = explainCell(scenario, { report: what, interval, column, which: which?.split(",") ?? [] });
      if ("problem" in explained) throw new InputError(explained.problem);
      console.out(explained.text);
      return EXIT.fine;
    }
    const text = options["recognition"] === true ? explainRecognition(scenario, what) : explainInvoice(scenario, what);
    if (text === undefined) {
      if (reportFileNames.includes(what)) throw new InputError(`A cell of ${what}.csv is named by interval and column. ${USAGE}`);
      throw new InputError(`There is no invoice "${what}" in this run. ${thereAre(what, invoiceNames(scenario))}`);
    }
    console.out(text);
    return EXIT.fine;
  },
};
