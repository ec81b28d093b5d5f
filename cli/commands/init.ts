import { EXIT, type ExitCode } from "../exit-code.ts";
import { InputError } from "../input-error.ts";
import type { Command } from "./command.ts";

/** Writes a first scenario with its golden, and a workflow that checks it. */
export const init: Command = {
  name: "init",
  about: "write a commented starter scenario, its golden and a CI workflow",
  arguments: [{ name: "[dir]", about: "the root of your repository (default: the current folder)" }],
  options: [],
  later: [],
  example: "billclock init my-shop",

  async run({ arguments: [folder = "."], console }): Promise<ExitCode> {
    const { join } = await import("node:path");
    const { starterScenario } = await import("../starter/scenario.ts");
    const { starterWorkflow } = await import("../starter/workflow.ts");
    const { writeNewFiles } = await import("../files/new-files.ts");
    const { collect } = await import("../../reports/index.ts");
    const { readScenario } = await import("../../engine/scenario/read-scenario.ts");
    const { simulate } = await import("../../engine/simulation/simulate.ts");

    const { scenario } = readScenario(starterScenario, "starter.yaml");
    if (scenario === undefined) throw new Error("the starter scenario cannot be read");
    const collection = collect(scenario);
    simulate(scenario, collection.sink);

    const files = new Map([
      [join("scenarios", "starter.yaml"), starterScenario],
      [join("scenarios", "starter.golden.txt"), collection.golden()],
      [join(".github", "workflows", "billclock.yaml"), starterWorkflow],
    ]);
    if (folder === "") throw new InputError("The folder has no name. Write `.` for the current one.");
    writeNewFiles(folder, files);
    for (const path of files.keys()) console.out(`wrote ${join(folder, path)}\n`);
    console.out(`\nNext: \`billclock check ${join(folder, "scenarios")}\` is green. Change a price in starter.yaml and run it again.\n`);
    return EXIT.fine;
  },
};
