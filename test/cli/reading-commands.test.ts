import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { root } from "../repository.ts";
import { billclock, brokenYaml, folderWith, refusedYaml, upgradeYaml } from "./program.ts";

/** The published example of an upgrade: one month of 31 days, 445,540 s of 2,678,400 left. */
const publishedYaml = `clock: { start: 1596749288, end: 1599427688 }
plans:
  small: { currency: usd, interval: month, unit_amount: 1000 }
  large: { currency: usd, interval: month, unit_amount: 3252 }
customers:
  alice:
    timeline:
      - { at: 1596749288, subscribe: { plan: small } }
      - { at: 1598982148, change: { plan: large, proration_behavior: always_invoice } }
`;

describe("explain", () => {
  it("prints numerator, denominator and rounding of each line of an invoice", () => {
    const { status, stdout } = billclock(["explain", "a.yaml", "alice-0002"], folderWith({ "a.yaml": publishedYaml }));
    expect(status).toBe(0);
    expect(stdout).toContain("445540");
    expect(stdout).toContain("2678400");
    expect(stdout).toMatch(/-1\.66/);
    expect(stdout).toMatch(/5\.41/);
  });

  it("writes nothing", () => {
    const folder = folderWith({ "a.yaml": publishedYaml });
    billclock(["explain", "a.yaml", "alice-0001"], folder);
    expect(readdirSync(folder)).toEqual(["a.yaml"]);
  });

  it("prints the movements behind a cell of a report", () => {
    const { status, stdout } = billclock(["explain", "a.yaml", "mrr", "2020-09", "expansion"], folderWith({ "a.yaml": publishedYaml }));
    expect(status).toBe(0);
    expect(stdout).toContain("mrr.csv, 2020-09, usd: expansion is 22.52\n");
    expect(stdout).toMatch(/2020-09-01 17:42:28 +alice +expansion +plan +small → large +USD 22\.52/);
  });

  it.each([
    [["mrr"], /named by interval and column/],
    [["mrr", "2031-01", "churn"], /It has 2020-08 to 2020-09/],
    [["mrr", "2020-09", "churns"], /has no column "churns"/],
  ])("a cell that is not there is exit 2 with what there is: %j", (cell, said) => {
    const { status, stdout, stderr } = billclock(["explain", "a.yaml", ...cell], folderWith({ "a.yaml": publishedYaml }));
    expect(stderr).toMatch(said);
    expect(stdout).toBe("");
    expect(status).toBe(2);
  });

  it("an invoice that does not exist is exit 2, with the ones that do", () => {
    const { status, stdout, stderr } = billclock(["explain", "a.yaml", "alice-0009"], folderWith({ "a.yaml": publishedYaml }));
    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain('"alice-0009"');
    expect(stderr).toContain("alice-0002");
  });

  it("a scenario with a refused action is exit 2", () => {
    const { status, stderr } = billclock(["explain", "a.yaml", "alice-0001"], folderWith({ "a.yaml": refusedYaml }));
    expect(status).toBe(2);
    expect(stderr).toContain("customers.alice.timeline[2]");
  });
});

describe("timeline", () => {
  it("tells one customer's life", () => {
    const { status, stdout } = billclock(["timeline", "a.yaml", "alice"], folderWith({ "a.yaml": upgradeYaml() }));
    expect(status).toBe(0);
    expect(stdout).toContain("2026-01-16");
    expect(stdout).toContain("platinum");
  });

  it("a customer that does not exist is exit 2, with the nearest that does", () => {
    const { status, stderr } = billclock(["timeline", "a.yaml", "alicia"], folderWith({ "a.yaml": upgradeYaml() }));
    expect(status).toBe(2);
    expect(stderr).toMatch(/"alicia".*alice/s);
  });
});

describe("validate", () => {
  it("reports every mistake of every file, and counts them", () => {
    const folder = folderWith({
      "s/broken.yaml": brokenYaml,
      "s/good.yaml": upgradeYaml(),
      "s/refused.yaml": refusedYaml,
      "s/bytes.yaml": Buffer.from([0xff]),
    });
    const { status, stdout, stderr } = billclock(["validate", "s"], folder);
    expect(stderr).toBe("");
    expect(stdout).toContain("s/broken.yaml:2:");
    expect(stdout).toContain("s/broken.yaml:6:");
    expect(stdout).toMatch(/s\/refused\.yaml:[89]:/);
    expect(stdout).toContain("s/bytes.yaml is not UTF-8");
    expect(stdout).toMatch(/^4 scenarios: [4-9] errors, /m);
    expect(status).toBe(2);
  });

  it("a good file is exit 0; so is one with a warning, which is printed", () => {
    const warned = upgradeYaml().replace("subscribe: { plan: gold }", "subscribe: { plan: gold, quantity: 3 }");
    const folder = folderWith({ "good.yaml": upgradeYaml(), "warned.yaml": warned });
    expect(billclock(["validate", "good.yaml"], folder)).toMatchObject({ status: 0, stdout: "1 scenario: 0 errors, 0 warnings\n" });
    const { status, stdout } = billclock(["validate", "warned.yaml"], folder);
    expect(status).toBe(0);
    expect(stdout).toMatch(/warned\.yaml:\d+:\d+: warning/);
    expect(stdout).toMatch(/1 scenario: 0 errors, 1 warning\n$/);
  });

  it("writes nothing", () => {
    const folder = folderWith({ "good.yaml": upgradeYaml() });
    billclock(["validate", "good.yaml"], folder);
    expect(readdirSync(folder)).toEqual(["good.yaml"]);
  });
});

describe("schema", () => {
  it("prints the JSON Schema of the language", () => {
    const { status, stdout } = billclock(["schema"], root);
    expect(status).toBe(0);
    const schema = JSON.parse(stdout) as { $schema: string; required: string[] };
    expect(schema.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
    expect(schema.required).toContain("clock");
  });
});
