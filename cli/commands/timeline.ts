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
  options: [{ flags: "--as-yaml", about: "print the customer as a script of the language that bills the same" }],
  later: [],
  example: "billclock timeline scenarios/proration/mid-month-upgrade.yaml alice",

  async run({ arguments: [file = "", customer = ""], options, console }): Promise<ExitCode> {
    const { loadRunnable, thereAre } = await import("../scenario-run.ts");
    const { customerNames, customerScript, customerTimeline } = await import("../../reports/index.ts");
    const scenario = loadRunnable(file, console);
    if (scenario === undefined) return EXIT.wrongInput;
    const asYaml = options["asYaml"] === true;
    if (asYaml && scenario.customers.some(({ id }) => id === customer)) {
      throw new InputError(`${customer} is no drawn customer: it stands as a script in ${file} already.`);
    }
    const script = asYaml ? customerScript(scenario, customer) : undefined;
    if (typeof script === "string") throw new InputError(`No script can say what ${customer} does: ${script}. Leave out --as-yaml.`);
    const text = asYaml ? await yamlOf(script) : customerTimeline(scenario, customer);
    if (text === undefined) {
      throw new InputError(`There is no customer "${customer}" in ${file}. ${thereAre(customer, customerNames(scenario))}`);
    }
    console.out(text);
    return EXIT.fine;
  },
};

async function yamlOf(script: Record<string, unknown> | undefined): Promise<string | undefined> {
  if (script === undefined) return undefined;
  const { writeYaml } = await import("../../engine/language/write-yaml.ts");
  return writeYaml(script);
}
