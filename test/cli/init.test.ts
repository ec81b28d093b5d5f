import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { billclock, folderWith } from "./program.ts";

const WRITTEN = ["scenarios/starter.yaml", "scenarios/starter.golden.txt", ".github/workflows/billclock.yaml"];

describe("init", () => {
  it("writes a scenario that checks green, its golden, and a workflow", () => {
    const folder = folderWith({});
    const { status, stdout } = billclock(["init"], folder);
    expect(status).toBe(0);
    for (const path of WRITTEN) expect(stdout).toContain(`wrote ${path}\n`);
    const check = billclock(["check"], folder);
    expect(check.stdout).toBe("ok      scenarios/starter.yaml\n\n1 scenario: 1 ok\n");
    expect(check.status).toBe(0);
    expect(billclock(["validate", "scenarios/starter.yaml"], folder)).toMatchObject({ status: 0, stderr: "" });
  });

  it("makes the folder it is told", () => {
    const folder = folderWith({});
    expect(billclock(["init", "new/shop"], folder).status).toBe(0);
    expect(billclock(["check", "new/shop/scenarios"], folder).status).toBe(0);
  });

  it("the starter shows a trial, a coupon, a proration and a retry", () => {
    const folder = folderWith({});
    billclock(["init"], folder);
    const golden = readFileSync(join(folder, "scenarios/starter.golden.txt"), "utf8");
    for (const word of ["free trial", "welcome", "unused time", "insufficient_funds"]) expect(golden).toContain(word);
  });

  it("the workflow is YAML and runs the check with annotations, without fetching a program by its name", () => {
    const folder = folderWith({});
    billclock(["init"], folder);
    const workflow = parse(readFileSync(join(folder, WRITTEN[2] as string), "utf8"));
    expect(Object.keys(workflow)).toEqual(["name", "on", "permissions", "jobs"]);
    expect(workflow.jobs.check.steps.at(-1)).toEqual({ run: "npx --no-install billclock check scenarios --reporter github" });
  });

  it.each(WRITTEN)("overwrites nothing: with %s there, nothing is written", (path) => {
    const folder = folderWith({ [path]: "mine" });
    const { status, stderr } = billclock(["init"], folder);
    expect(status).toBe(2);
    expect(stderr).toContain(`${path} exists already, and nothing is overwritten.`);
    expect(readFileSync(join(folder, path), "utf8")).toBe("mine");
    expect(readdirSync(folder)).toEqual([path.split("/")[0]]);
  });

  it("twice is refused, with all that stands in the way", () => {
    const folder = folderWith({});
    billclock(["init"], folder);
    const { status, stderr } = billclock(["init"], folder);
    expect(status).toBe(2);
    for (const path of WRITTEN) expect(stderr).toContain(path);
  });

  it("does not write through a link, and a file in the way of a folder is told", () => {
    const linked = folderWith({});
    mkdirSync(join(linked, "scenarios"));
    symlinkSync("elsewhere.yaml", join(linked, "scenarios/starter.yaml"));
    expect(billclock(["init"], linked)).toMatchObject({ status: 2, stderr: expect.stringContaining("starter.yaml exists already") });
    expect(readdirSync(linked)).toEqual(["scenarios"]);

    const blocked = folderWith({});
    writeFileSync(join(blocked, ".github"), "");
    const { status, stderr } = billclock(["init"], blocked);
    expect(status).toBe(2);
    expect(stderr).toContain("cannot be written");
    expect(readdirSync(join(blocked, "scenarios"))).toEqual([]);
  });
});
