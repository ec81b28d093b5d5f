import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commands } from "../../cli/commands/registry.ts";
import { root } from "../repository.ts";
import { billclock, folderWith, program, upgradeYaml } from "./program.ts";

const later: [command: string, args: string[]][] = [
  ["run", ["a.yaml", "--variant", "x"]],
  ["run", ["a.yaml", "--format", "parquet"]],
  ["run", ["a.yaml", "--shard", "1/2"]],
  ["compare", ["a.yaml", "--variants", "a,b"]],
  ["sweep", ["a.yaml", "--set", "plans.gold.unit_amount=1..2"]],
  ["merge", ["a", "b"]],
];

describe("the command line", () => {
  it.each(later)("%s %j comes later: refused by name, exit 2", (command, args) => {
    const { status, stdout, stderr } = billclock([command, ...args], folderWith({ "a.yaml": upgradeYaml() }));
    expect(stderr).toMatch(/is not yet supported/);
    expect(stdout).toBe("");
    expect(status).toBe(2);
  });

  it.each(commands.map(({ name, example }) => [name, example]))("%s --help shows an example and nothing that is not there yet", (name, example) => {
    const { status, stdout } = billclock([name, "--help"], root);
    expect(status).toBe(0);
    expect(stdout).toContain(`$ ${example}`);
    for (const [command, args] of later) {
      for (const word of args.filter((arg) => command === name && arg.startsWith("--"))) expect(stdout).not.toContain(word);
    }
  });

  it("--help lists the commands there are", () => {
    const { status, stdout } = billclock(["--help"], root);
    expect(status).toBe(0);
    for (const { name, about } of commands) expect(stdout.replace(/\s+/g, " ")).toMatch(new RegExp(` ${name} .*${about}`));
    expect(stdout).not.toMatch(/^ {2}(?:compare|sweep|merge)\b/m);
  });

  it("every example names a command line that parses", () => {
    for (const { name, example } of commands) expect(example.split(" ").slice(0, 2)).toEqual(["billclock", name]);
  });

  it("--version prints the version of the package", () => {
    expect(billclock(["--version"], root)).toMatchObject({ status: 0, stdout: "0.1.0\n" });
  });

  it.each([
    ["an unknown command", ["rum", "a.yaml"], /Did you mean run\?/],
    ["an unknown option", ["run", "a.yaml", "--ouut", "x"], /Did you mean --out\?/],
    ["a missing argument", ["run"], /missing required argument 'file'/],
    ["one argument too many", ["run", "a.yaml", "b.yaml"], /too many arguments/],
    ["no command", [], /Usage: billclock/],
  ])("%s is exit 2 and told on stderr", (_title, args, said) => {
    const { status, stdout, stderr } = billclock(args, root);
    expect(stderr).toMatch(said);
    expect(stdout).toBe("");
    expect(status).toBe(2);
  });

  it("the program may be run by its name", () => {
    const { bin } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { bin: Record<string, string> };
    expect(join(root, bin["billclock"] ?? "")).toBe(program);
    expect(statSync(program).mode & 0o111).toBe(0o111);
  });

  it("a reader that closes the pipe early is no failure", () => {
    const script = `set -o pipefail; ${JSON.stringify(process.execPath)} ${JSON.stringify(program)} schema | head -c 10 >/dev/null`;
    const { status, stderr } = spawnSync("bash", ["-c", script], { encoding: "utf8" });
    expect(stderr).toBe("");
    expect(status).toBe(0);
  });
});
