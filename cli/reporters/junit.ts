import { dirname } from "node:path";
import { EXIT } from "../exit-code.ts";
import type { CheckOutcome } from "../golden-check.ts";
import type { Reporter } from "./reporter.ts";

/**
 * For build servers: one test case per scenario, in the XML that they read for JUnit. A check that failed is a `failure`; a scenario that is wrong, or a bug of
 * ours, an `error`. It holds no times, so that the same scenarios give the same bytes.
 */
export const junit: Reporter = {
  name: "junit",
  coloured: false,
  each: () => "",

  after(outcomes) {
    const failures = outcomes.filter(({ exit }) => exit === EXIT.checkFailed).length;
    const errors = outcomes.filter(({ exit }) => exit !== EXIT.checkFailed && exit !== EXIT.fine).length;
    const totals = `tests="${outcomes.length}" failures="${failures}" errors="${errors}"`;
    const cases = outcomes.map(testCase).join("");
    return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${totals}>\n  <testsuite name="billclock" ${totals} skipped="0">\n${cases}  </testsuite>\n</testsuites>\n`;
  },
};

function testCase(outcome: CheckOutcome): string {
  const { file, exit, verdict, problems, details } = outcome;
  const opening = `    <testcase classname="${escaped(dirname(file))}" name="${escaped(file)}" file="${escaped(file)}"`;
  if (exit === EXIT.fine) return `${opening}/>\n`;
  const kind = exit === EXIT.checkFailed ? "failure" : "error";
  const message = problems.find(({ severity }) => severity === "error")?.message ?? verdict;
  return `${opening}>\n      <${kind} type="${verdict}" message="${escaped(message)}">${escaped(details)}</${kind}>\n    </testcase>\n`;
}

/** Text that stands in XML 1.0: markup escaped, characters that it cannot hold replaced; line ends kept also in attributes. */
function escaped(value: string): string {
  return value
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\r", "&#13;")
    .replaceAll("\n", "&#10;");
}
