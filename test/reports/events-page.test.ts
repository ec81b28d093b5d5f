import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { eventSequences, eventTypes } from "../../reports/events/event-types.ts";
import { root } from "../repository.ts";

const page = join(root, "docs", "events.md");
const MARKER = "npx vitest run test/reports/events-page -->\n";

function generated(): string {
  const types = Object.entries(eventTypes).map(([type, when]) => `| \`${type}\` | ${when} |`);
  const sequences = eventSequences.map(([what, events]) => `| ${what} | ${events} |`);
  return ["", "| type | when |", "| --- | --- |", ...types, "", "| what happens | events, in order |", "| --- | --- |", ...sequences, ""].join("\n");
}

describe("the tables of docs/events.md", () => {
  it("are what the reports tell (BILLCLOCK_UPDATE_DOCS=1 rewrites them)", () => {
    const [head, tail] = readFileSync(page, "utf8").split(MARKER);
    if (process.env["BILLCLOCK_UPDATE_DOCS"] === "1") writeFileSync(page, `${head}${MARKER}${generated()}`);
    else expect(tail).toBe(generated());
  });

  it("name in sequences only types that there are, and every type but those that come alone", () => {
    const named = new Set(eventSequences.flatMap(([, events]) => [...events.matchAll(/`([a-z_]+(?:\.[a-z_]+)+)`/g)].map(([, type]) => type)));
    expect([...named].filter((type) => !((type as string) in eventTypes))).toEqual([]);
    expect(Object.keys(eventTypes).filter((type) => !named.has(type))).toEqual(["review.opened"]);
  });
});
