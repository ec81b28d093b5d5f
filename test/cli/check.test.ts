import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { billclock, brokenYaml, folderWith, refusedYaml, upgradeYaml } from "./program.ts";

/** A folder with one scenario and its golden. */
function checked(): string {
  const folder = folderWith({ "scenarios/theme/upgrade.yaml": upgradeYaml() });
  expect(billclock(["check", "--update"], folder).status).toBe(0);
  return folder;
}

describe("check", () => {
  it("--update writes the golden beside the scenario; then the check is green", () => {
    const folder = checked();
    expect(readdirSync(join(folder, "scenarios/theme"))).toEqual(["upgrade.golden.txt", "upgrade.yaml"]);
    const { status, stdout } = billclock(["check"], folder);
    expect(stdout).toBe("ok      scenarios/theme/upgrade.yaml\n\n1 scenario: 1 ok\n");
    expect(status).toBe(0);
  });

  it("one price that changes by one unit is red, with the lines that differ", () => {
    const folder = checked();
    writeFileSync(join(folder, "scenarios/theme/upgrade.yaml"), upgradeYaml(2001));
    const { status, stdout } = billclock(["check", "scenarios"], folder);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^-.*alice-0001.*USD 20\.00/m);
    expect(stdout).toMatch(/^\+.*alice-0001.*USD 20\.01/m);
    expect(stdout).toContain("billclock check scenarios/theme/upgrade.yaml --update");
    expect(stdout).toMatch(/1 scenario: 1 failed\n$/);
  });

  it("a missing golden fails and says how to write it", () => {
    const folder = folderWith({ "a.yaml": upgradeYaml() });
    const { status, stdout } = billclock(["check", "a.yaml"], folder);
    expect(status).toBe(1);
    expect(stdout).toContain("There is no golden a.golden.txt");
    expect(existsSync(join(folder, "a.golden.txt"))).toBe(false);
  });

  it("an orphan golden fails, and --update removes it", () => {
    const folder = checked();
    const orphan = join(folder, "scenarios/theme/gone.golden.txt");
    writeFileSync(orphan, "");
    const { status, stdout } = billclock(["check"], folder);
    expect(status).toBe(1);
    expect(stdout).toMatch(/failed +scenarios\/theme\/gone\.golden\.txt\nThis golden belongs to no scenario/);
    expect(billclock(["check", "--update"], folder).status).toBe(0);
    expect(existsSync(orphan)).toBe(false);
  });

  it("an expectation that fails is red even when the golden agrees, and --update does not hide it", () => {
    const folder = folderWith({ "a.yaml": `${upgradeYaml()}expect:\n  - { invoice: alice-0001, total: 1999 }\n` });
    const update = billclock(["check", "a.yaml", "--update"], folder);
    expect(update.status).toBe(1);
    const { status, stdout } = billclock(["check", "a.yaml"], folder);
    expect(status).toBe(1);
    expect(stdout).toContain("a.yaml:13:");
  });

  it("scenarios that are wrong are exit 2, and the others are checked all the same", () => {
    const folder = checked();
    writeFileSync(join(folder, "scenarios/broken.yaml"), brokenYaml);
    writeFileSync(join(folder, "scenarios/refused.yaml"), refusedYaml);
    const { status, stdout } = billclock(["check"], folder);
    expect(status).toBe(2);
    expect(stdout).toMatch(/^invalid scenarios\/broken\.yaml$/m);
    expect(stdout).toMatch(/^invalid scenarios\/refused\.yaml$/m);
    expect(stdout).toMatch(/^ok {6}scenarios\/theme\/upgrade\.yaml$/m);
    expect(stdout).toContain("3 scenarios: 2 invalid, 1 ok");
  });

  it("visits folders in one order, and skips results, hidden folders and installed packages", () => {
    const yaml = upgradeYaml();
    const folder = folderWith({ "b.yaml": yaml, "B.yml": yaml, "a/z.yaml": yaml, "node_modules/p/x.yaml": yaml, ".github/w.yaml": yaml, "out/r.yaml": yaml });
    const { stdout } = billclock(["check", ".", "--update"], folder);
    expect(stdout.match(/\S+\.ya?ml$/gm)).toEqual(["B.yml", "a/z.yaml", "b.yaml"]);
  });

  it("a check of nothing does not pass", () => {
    const folder = folderWith({ "empty/readme.txt": "" });
    const { status, stderr } = billclock(["check", "empty"], folder);
    expect(status).toBe(2);
    expect(stderr).toContain("There is no scenario in empty");
  });

  it("--reporter text is the default", () => {
    const folder = checked();
    expect(billclock(["check", "--reporter", "text"], folder)).toEqual(billclock(["check"], folder));
    expect(billclock(["check", "--reporter", "loud"], folder).status).toBe(2);
  });

  it("a golden is a function of the scenario alone", () => {
    const folder = folderWith({ "one/a.yaml": upgradeYaml(), "two/a.yaml": upgradeYaml() });
    billclock(["check", "one", "--update"], folder, { TZ: "America/New_York" });
    billclock(["check", "two", "--update"], folder, { TZ: "Asia/Tokyo", LANG: "tr_TR.UTF-8" });
    expect(readFileSync(join(folder, "two/a.golden.txt"), "utf8")).toBe(readFileSync(join(folder, "one/a.golden.txt"), "utf8"));
  });
});
