import { EXIT } from "../exit-code.ts";
import { countVerdicts, type Reporter } from "./reporter.ts";

/** For people: a line per scenario, what is wrong below it, a sum at the end. */
export const text: Reporter = {
  name: "text",
  coloured: true,

  each(outcome, paint) {
    const colour = outcome.exit === EXIT.fine ? "green" : "red";
    return `${paint(colour, outcome.verdict.padEnd(7))} ${outcome.file}\n${outcome.details}`;
  },

  after(outcomes, scenarios) {
    const said = [...countVerdicts(outcomes)].map(([verdict, count]) => `${count} ${verdict}`).join(", ");
    return `\n${scenarios} scenario${scenarios === 1 ? "" : "s"}: ${said}\n`;
  },
};
