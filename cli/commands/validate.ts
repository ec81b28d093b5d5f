import { EXIT, type ExitCode } from "../exit-code.ts";
import { InputError } from "../input-error.ts";
import type { Command } from "./command.ts";

/** Every mistake of every file at once; actions that would be refused are found by simulating. */
export const validate: Command = {
  name: "validate",
  about: "report every mistake in scenarios, each with its place, the rule and the remedy",
  arguments: [{ name: "<path...>", about: "scenario files or folders" }],
  options: [],
  later: [],
  example: "billclock validate scenarios/proration",

  async run({ arguments: paths, console }): Promise<ExitCode> {
    const { findScenarios } = await import("../files/find-scenarios.ts");
    const { loadScenario, printIssues, runScenario } = await import("../scenario-run.ts");
    const { silentSink } = await import("../silent-sink.ts");

    const { scenarios } = findScenarios(paths);
    let errors = 0;
    let warnings = 0;
    const count = (severity: "error" | "warning"): void => {
      if (severity === "error") errors++;
      else warnings++;
    };
    for (const file of scenarios) {
      try {
        const loaded = loadScenario(file);
        const refusals = loaded.scenario === undefined ? [] : runScenario(loaded, loaded.scenario, silentSink(), console);
        const issues = [...loaded.issues, ...refusals];
        printIssues(issues, console.out, console);
        for (const issue of issues) count(issue.severity);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        console.out(`${error.message}\n\n`);
        count("error");
      }
    }
    const counted = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;
    console.out(`${counted(scenarios.length, "scenario")}: ${counted(errors, "error")}, ${counted(warnings, "warning")}\n`);
    return errors > 0 ? EXIT.wrongInput : EXIT.fine;
  },
};
