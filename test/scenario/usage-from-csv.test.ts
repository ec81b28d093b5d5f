import { describe, expect, it } from "vitest";
import type { InputFiles } from "../../engine/language/input-files.ts";
import type { Issue } from "../../engine/scenario/issue.ts";
import { readScenario } from "../../engine/scenario/read-scenario.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { collect } from "../../reports/index.ts";

const HEADER = "customer,plan,at,quantity,action,idempotency_key";

/** Files in memory, in pieces of a few characters. */
function filesOf(text: string, size = 7): InputFiles {
  const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, i) => text.slice(i * size, (i + 1) * size));
  return { open: () => pieces };
}

/** A scenario of alice and bob, who hold `api` from January 1; alice has these entries besides. */
function scenarioText(...entries: readonly string[]): string {
  const own = entries.map((entry) => `      - ${entry}\n`).join("");
  return `clock: { start: 2026-01-01, end: 2026-04-01 }
plans:
  api: { currency: usd, interval: month, usage_type: metered, unit_amount: 10 }
  other: { currency: usd, interval: month, usage_type: metered, unit_amount: 10 }
customers:
  alice:
    timeline:
      - { at: 2026-01-01, subscribe: { plan: api } }
${own}  bob:
    timeline:
      - { at: 2026-01-01, subscribe: { plan: api } }
`;
}

const STREAM = "{ at: 2026-01-01, usage_stream: { from: usage.csv } }";
const read = (csv: string, ...entries: readonly string[]) =>
  readScenario(scenarioText(...(entries.length === 0 ? [STREAM] : entries)), "shop/a.yaml", filesOf(csv));
const said = (issues: readonly Issue[]): string[] => issues.map(({ file, line, code }) => `${file}:${line} ${code}`);

function goldenOf({ scenario, issues }: ReturnType<typeof readScenario>): string {
  if (scenario === undefined) expect.fail(issues.map(({ message }) => message).join("\n"));
  const collection = collect(scenario);
  expect(simulate(scenario, collection.sink)).toEqual([]);
  return collection.golden();
}

describe("usage from a file (U13)", () => {
  const rows = [
    ["api", "2026-01-05", "3"],
    ["api", "2026-01-05", "0.25", "increment", "k"],
    ["api", "2026-01-05", "7", "", "k"],
    ["api", "2026-01-09T12:00:00+09:00", "2", "set"],
    ["api", "2026-02-03", "-1"],
  ];
  const csv = `${HEADER}\n${rows.map((row) => ["alice", ...row, "", ""].slice(0, 6).join(",")).join("\n")}\n`;
  const entries = rows.map(([plan, at, quantity, action, key]) => {
    const more = `${action ? `, action: ${action}` : ""}${key ? `, idempotency_key: ${key}` : ""}`;
    return `{ at: "${at}", usage: { plan: ${plan}, quantity: "${quantity}"${more} } }`;
  });

  it("is the same as an entry for every row", () => {
    expect(goldenOf(read(csv))).toBe(goldenOf(read("", ...entries)));
  });

  it.each([
    { what: "line ends of Windows", text: csv.replaceAll("\n", "\r\n") },
    { what: "quotes around every cell", text: csv.replaceAll(/[^,\n]+/g, '"$&"') },
    { what: "columns in another order, and optional ones left out", text: "quantity,at,plan,customer\n3,2026-01-05,api,alice\n" },
    { what: "Unix seconds", text: "customer,plan,at,quantity\nalice,api,1767571200,3\n" },
  ])("reads $what", ({ text }) => {
    const { scenario, issues } = read(text);
    expect(said(issues)).toEqual([]);
    expect(scenario?.customers[0]?.entries[1]).toMatchObject({ at: 1_767_571_200, action: { kind: "usage", quantity: { units: 3, scale: 1 } } });
  });

  it("stands between the other entries of its instant where the file has it", () => {
    const { scenario } = read(
      `${HEADER}\nalice,api,2026-01-02,1,,\nalice,api,2026-01-09,1,,\n`,
      STREAM,
      "{ at: 2026-01-02, change: { plan: other } }",
      "{ at: 2026-01-05, change: { plan: api } }",
    );
    expect(scenario?.customers[0]?.entries.map(({ action }) => action.kind)).toEqual(["subscribe", "usage", "change", "change", "usage"]);
  });

  it("is refused in its own line where its plan is not held", () => {
    const { scenario } = read(`${HEADER}\nalice,api,2026-01-02,1,,\nalice,other,2026-01-09,1,,\n`);
    if (scenario === undefined) expect.fail("the scenario does not read");
    const [refused] = simulate(scenario, collect(scenario).sink);
    expect(refused).toMatchObject({ place: { file: "shop/usage.csv", line: 3, column: 1 }, message: expect.stringContaining('"other"') });
  });

  it("tells mistakes of a file behind those of the scenario, with the file's place, and takes nothing of it", () => {
    const { scenario, issues } = read(`${HEADER}\nalice,api,2026-01-02,many,,\n`, STREAM, "{ at: 2026-01-05, nonsense: {} }");
    expect(scenario).toBeUndefined();
    expect(said(issues)).toEqual(["shop/a.yaml:10 unknown-key", "shop/usage.csv:2 bad-decimal"]);
  });

  it("shows a hundred mistakes of a file, and says that there are more", () => {
    const { issues } = read(`${HEADER}\n${"alice,api,2026-01-02,many,,\n".repeat(5000)}`);
    expect(issues).toHaveLength(101);
    expect(issues.at(-1)).toMatchObject({ code: "too-many-issues", message: expect.stringContaining("first 100") });
  });

  it("takes at most 100,000 rows of a customer", () => {
    const many = (count: number) => readScenario(scenarioText(STREAM), "a.yaml", filesOf(`${HEADER}\n${"alice,api,2026-01-02,1,,\n".repeat(count)}`, 60_000));
    expect(many(100_000).scenario?.customers[0]?.entries).toHaveLength(100_001);
    expect(said(many(100_002).issues)).toEqual(["usage.csv:100002 stream-too-long", "usage.csv:100003 stream-too-long"]);
  });

  it("warns of rows that no one takes, and of a customer without rows", () => {
    const { scenario, issues } = read(`${HEADER}\nbob,api,2026-01-02,1,,\n`);
    expect(scenario).toBeDefined();
    expect(issues.map(({ severity }) => severity)).toEqual(["warning", "warning"]);
    expect(said(issues)).toEqual(["shop/a.yaml:9 no-rows", "shop/usage.csv:2 unused-rows"]);
  });

  it("names no file where there are none", () => {
    const { issues } = readScenario(scenarioText(STREAM), "a.yaml");
    expect(said(issues)).toEqual(["a.yaml:9 no-files"]);
  });

  it.each(["../usage.csv", "/etc/usage.csv", "a/../../usage.csv", "./usage.csv", "a\\b.csv", "C:usage.csv", "a//b.csv", ""])(
    "stays in the scenario's folder: not %j",
    (path) => {
      const { issues } = read("", `{ at: 2026-01-01, usage_stream: { from: ${JSON.stringify(path)} } }`);
      expect(said(issues)).toEqual(["shop/a.yaml:9 path-outside"]);
    },
  );
});
