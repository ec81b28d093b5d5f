import { countVerdicts, type Reporter } from "./reporter.ts";

/** For programs: one document when everything is done. Its keys are a contract; more may be added. */
export const json: Reporter = {
  name: "json",
  coloured: false,
  each: () => "",

  after(outcomes, scenarios) {
    const document = {
      scenarios,
      counts: Object.fromEntries(countVerdicts(outcomes)),
      outcomes: outcomes.map(({ file, verdict, exit, problems, details }) => ({ file, verdict, exit, problems, details })),
    };
    return `${JSON.stringify(document, undefined, 2)}\n`;
  },
};
