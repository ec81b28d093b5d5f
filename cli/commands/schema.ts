import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Command } from "./command.ts";

/** The JSON Schema of the language. */
export const schema: Command = {
  name: "schema",
  about: "print the JSON Schema of the scenario language, for editors",
  arguments: [],
  options: [],
  later: [],
  example: "billclock schema > billclock.schema.json",

  async run({ console }): Promise<ExitCode> {
    const { scenarioSchema } = await import("../../engine/scenario/schema.ts");
    console.out(`${JSON.stringify(scenarioSchema, undefined, 2)}\n`);
    return EXIT.fine;
  },
};
