import { EXIT, type ExitCode } from "../exit-code.ts";
import { InputError } from "../input-error.ts";
import type { Command } from "./command.ts";

/** One customer's life as text. */
export const timeline: Command = {
  name: "timeline",
  about: "tell one customer's life: what happened when, and why",
  arguments: [
    { name: "<file>", about: "the scenario, a YAML file" },
    { name: "<customer>", about: "the customer's id" },
  ],
  options: [],
  later: ["--as-yaml"],
  example: "billclock timeline scenarios/proration/mid-month-upgrade.yaml alice",

  async run({ arguments: [file = "", customer = ""], console }): Promise<ExitCode> {
    const { loadRunnable, thereAre } = await import("../scenario-run.ts");
    const { customerTimeline } = await import("../../reports/index.ts");
    const scenario = loadRunnable(file, console);
    if (scenario === undefined) return EXIT.wrongInput;
    const text = customerTimeline(scenario, customer);
    if (text === undefined) {
      const known = scenario.customers.map(({ id }) => id);
      throw new InputError(`There is no customer "${customer}" in ${file}. ${thereAre(customer, known)}`);
    }
    console.out(text);
    return EXIT.fine;
  },
};
