import { EXIT, type ExitCode, gravest } from "../exit-code.ts";
import { InputError } from "../input-error.ts";
import type { Command } from "./command.ts";

/** Runs scenarios and compares each with its golden and its `expect`. */
export const check: Command = {
  name: "check",
  about: "run scenarios and compare each with its golden snapshot and its expectations",
  arguments: [{ name: "[path...]", about: "scenario files or folders (default: scenarios)" }],
  options: [
    { flags: "--update", about: "rewrite the goldens; review the difference before you commit it" },
    { flags: "--reporter <kind>", about: "how the outcome is printed: text (default), json, junit or github" },
  ],
  later: [],
  example: "billclock check scenarios --update",

  async run({ arguments: paths, options, console }): Promise<ExitCode> {
    const { reporters } = await import("../reporters/registry.ts");
    const asked = String(options["reporter"] ?? "text");
    const reporter = reporters.find(({ name }) => name === asked);
    if (reporter === undefined) throw new InputError(`--reporter is "${asked}". It knows ${reporters.map(({ name }) => name).join(", ")}.`);
    const { findScenarios } = await import("../files/find-scenarios.ts");
    const { checkScenario, checkOrphan } = await import("../golden-check.ts");

    const voice = reporter.coloured ? console : { ...console, paint: (_colour: string, text: string) => text };
    const update = options["update"] === true;
    const { scenarios, orphans } = findScenarios(paths);
    const outcomes: ReturnType<typeof checkScenario>[] = [];
    let exit: ExitCode = EXIT.fine;
    for (const outcome of outcomesOf()) {
      outcomes.push(outcome);
      exit = gravest(exit, outcome.exit);
      console.out(reporter.each(outcome, voice.paint));
    }
    console.out(reporter.after(outcomes, scenarios.length));
    return exit;

    function* outcomesOf(): Iterable<ReturnType<typeof checkScenario>> {
      for (const file of scenarios) yield checkScenario(file, update, voice);
      for (const file of orphans) yield checkOrphan(file, update);
    }
  },
};
