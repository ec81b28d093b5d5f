import { createHash } from "node:crypto";
import type { CheckOutcome, CheckProblem } from "../golden-check.ts";
import type { Reporter } from "./reporter.ts";
import { text } from "./text.ts";

/**
 * For GitHub Actions: what `text` prints, and an annotation at the place of each problem. (GitHub's "workflow commands".)
 */
export const github: Reporter = {
  name: "github",
  coloured: false,
  each: (outcome, paint) => `${inert(text.each(outcome, paint))}${outcome.problems.map((problem) => annotation(problem, outcome)).join("")}`,
  after: text.after,
};

/** `::error file=a.yaml,line=3,col=5,title=...::...` */
function annotation(problem: CheckProblem, outcome: CheckOutcome): string {
  const { severity, file, line, column, message } = problem;
  const place = [`file=${property(file.replaceAll("\\", "/"))}`, `line=${line}`, `col=${column}`, `title=${property(`billclock: ${outcome.verdict}`)}`];
  return `::${severity} ${place.join(",")}::${data(message)}\n`;
}

/** A line of a scenario or a golden may look like a command; between these two lines GitHub reads none. No text can hold its own digest. */
function inert(told: string): string {
  if (!/^\s*(?:::|##\[)/m.test(told)) return told;
  const token = createHash("sha256").update(told, "utf8").digest("hex").slice(0, 32);
  return `::stop-commands::${token}\n${told}::${token}::\n`;
}

function data(value: string): string {
  return value.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(value: string): string {
  return data(value).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
