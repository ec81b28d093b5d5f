import { EXIT, type ExitCode, gravest } from "../exit-code.ts";
import { InputError, notYetSupported } from "../input-error.ts";
import type { Command } from "./command.ts";

const LATER_REPORTERS = ["json", "junit", "github"];

/** Runs scenarios and compares each with its golden and its `expect`. */
export const check: Command = {
  name: "check",
  about: "run scenarios and compare each with its golden snapshot and its expectations",
  arguments: [{ name: "[path...]", about: "scenario files or folders (default: scenarios)" }],
  options: [
    { flags: "--update", about: "rewrite the goldens; review the difference before you commit it" },
    { flags: "--reporter <kind>", about: "how the outcome is printed: text" },
  ],
  later: [],
  example: "billclock check scenarios --update",

  async run({ arguments: paths, options, console }): Promise<ExitCode> {
    const reporter = options["reporter"] ?? "text";
    if (LATER_REPORTERS.includes(String(reporter))) throw notYetSupported(`--reporter ${reporter}`);
    if (reporter !== "text") throw new InputError(`--reporter is "${reporter}". It knows text.`);
    const { findScenarios } = await import("../files/find-scenarios.ts");
    const { checkScenario, checkOrphan } = await import("../golden-check.ts");

    const update = options["update"] === true;
    const { scenarios, orphans } = findScenarios(paths);
    const counts = new Map<string, number>();
    let exit: ExitCode = EXIT.fine;
    for (const outcome of outcomes()) {
      counts.set(outcome.verdict, (counts.get(outcome.verdict) ?? 0) + 1);
      const colour = outcome.exit === EXIT.fine ? "green" : "red";
      console.out(`${console.paint(colour, outcome.verdict.padEnd(7))} ${outcome.file}\n${outcome.details}`);
      exit = gravest(exit, outcome.exit);
    }
    const said = [...counts].map(([verdict, count]) => `${count} ${verdict}`).join(", ");
    console.out(`\n${scenarios.length} scenario${scenarios.length === 1 ? "" : "s"}: ${said}\n`);
    return exit;

    function* outcomes(): Iterable<ReturnType<typeof checkScenario>> {
      for (const file of scenarios) yield checkScenario(file, update, console);
      for (const file of orphans) yield checkOrphan(file, update);
    }
  },
};
