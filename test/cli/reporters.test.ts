import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { github } from "../../cli/reporters/github.ts";
import { junit } from "../../cli/reporters/junit.ts";
import { reporters } from "../../cli/reporters/registry.ts";
import { billclock, brokenYaml, folderWith, refusedYaml, upgradeYaml } from "./program.ts";

const plain = (_colour: string, text: string): string => text;

/** One scenario that is fine, and one of each way to fail. */
function mixed(): string {
  const expecting = `${upgradeYaml()}expect:\n  - { invoice: alice-0001, total: 1999 }\n`;
  const folder = folderWith({ "s/changed.yaml": upgradeYaml(), "s/expects.yaml": expecting, "s/fine.yaml": upgradeYaml() });
  billclock(["check", "s", "--update"], folder);
  writeFileSync(join(folder, "s/changed.yaml"), upgradeYaml(2001));
  writeFileSync(join(folder, "s/broken.yaml"), brokenYaml);
  writeFileSync(join(folder, "s/refused.yaml"), refusedYaml);
  writeFileSync(join(folder, "s/unseen.yaml"), upgradeYaml());
  writeFileSync(join(folder, "s/orphan.golden.txt"), "");
  return folder;
}

describe("check --reporter", () => {
  it("json is one document with every outcome, each problem at its place", () => {
    const { status, stdout } = billclock(["check", "s", "--reporter", "json"], mixed());
    expect(status).toBe(2);
    const told = JSON.parse(stdout);
    expect(told.scenarios).toBe(6);
    expect(told.counts).toEqual({ invalid: 2, failed: 4, ok: 1 });
    const places = told.outcomes.map(
      (outcome: { file: string; verdict: string; exit: number; problems: { file: string; line: number; severity: string }[] }) => [
        outcome.file,
        outcome.verdict,
        outcome.exit,
        outcome.problems.map(({ file, line, severity }) => `${severity} ${file}:${line}`),
      ],
    );
    expect(places).toEqual([
      ["s/broken.yaml", "invalid", 2, ["error s/broken.yaml:2", "error s/broken.yaml:6"]],
      ["s/changed.yaml", "failed", 1, [expect.stringMatching(/^error s\/changed\.golden\.txt:\d+$/)]],
      ["s/expects.yaml", "failed", 1, ["error s/expects.yaml:13"]],
      ["s/fine.yaml", "ok", 0, []],
      ["s/refused.yaml", "invalid", 2, ["error s/refused.yaml:8"]],
      ["s/unseen.yaml", "failed", 1, ["error s/unseen.yaml:1"]],
      ["s/orphan.golden.txt", "failed", 1, ["error s/orphan.golden.txt:1"]],
    ]);
  });

  it("github adds an annotation at the line of each problem to the text", () => {
    const folder = mixed();
    const { status, stdout } = billclock(["check", "s", "--reporter", "github"], folder);
    expect(status).toBe(2);
    expect(stdout).toMatch(/^::error file=s\/expects\.yaml,line=13,col=\d+,title=billclock%3A failed::.*%0Aexpected: 19\.99.*%0Aactual: +20\.00/m);
    expect(stdout).toMatch(/^::error file=s\/refused\.yaml,line=8,col=\d+,title=billclock%3A invalid::/m);
    expect(stdout).toMatch(/^::error file=s\/changed\.golden\.txt,line=\d+,col=1,title=billclock%3A failed::The golden differs/m);
    const without = stdout.replace(/^::error .*\n/gm, "");
    expect(without).toBe(billclock(["check", "s"], folder).stdout);
  });

  it("junit counts a check that failed as failure and a wrong scenario as error", () => {
    const { status, stdout } = billclock(["check", "s", "--reporter", "junit"], mixed());
    expect(status).toBe(2);
    expect(stdout).toContain('<testsuites tests="7" failures="4" errors="2">');
    expect(stdout).toContain('<testcase classname="s" name="s/fine.yaml" file="s/fine.yaml"/>');
    expect(stdout).toMatch(/name="s\/refused\.yaml" file="s\/refused\.yaml">\s+<error type="invalid" message="[^"<]+">/);
    expect(stdout.match(/<failure /g)).toHaveLength(4);
    expect(stdout.match(/<testcase /g)).toHaveLength(7);
  });

  it.each(reporters.map(({ name }) => [name]))("%s says the same twice, and is green when all is well", (name) => {
    const folder = folderWith({ "s/fine.yaml": upgradeYaml() });
    billclock(["check", "s", "--update"], folder);
    const answer = billclock(["check", "s", "--reporter", name], folder, { TZ: "Asia/Tokyo" });
    expect(answer).toMatchObject({ status: 0, stderr: "" });
    expect(billclock(["check", "s", "--reporter", name], folder)).toEqual(answer);
  });

  it("an unknown one is refused with those there are", () => {
    const { status, stderr } = billclock(["check", "--reporter", "loud"], mixed());
    expect(status).toBe(2);
    expect(stderr).toContain('--reporter is "loud". It knows text, json, junit, github.');
  });
});

describe("what stands in a file is not read as markup", () => {
  const problem = { severity: "error", file: "a,b:c.yaml", line: 1, column: 2, message: "100%\n::error::x" } as const;
  const outcome = { file: "a,b:c.yaml", verdict: "failed", details: '  ::error::"<&>\u0001\uD800\n', problems: [problem], exit: 1 } as const;

  it("github: commands inside a text are stopped, values are escaped", () => {
    const lines = github.each(outcome, plain).split("\n");
    const token = /^::stop-commands::([0-9a-f]{32})$/.exec(lines[0] as string)?.[1];
    expect(token).toBeDefined();
    expect(lines[3]).toBe(`::${token}::`);
    expect(lines[4]).toBe("::error file=a%2Cb%3Ac.yaml,line=1,col=2,title=billclock%3A failed::100%25%0A::error::x");
  });

  it("junit: markup is escaped, characters that XML cannot hold are replaced", () => {
    const xml = junit.after([outcome], 1);
    expect(xml).toContain('message="100%&#10;::error::x"');
    expect(xml).toContain("::error::&quot;&lt;&amp;&gt;\uFFFD\uFFFD&#10;</failure>");
  });
});
