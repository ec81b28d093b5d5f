import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ScenarioFolder } from "../../cli/files/input-files.ts";
import { InputFileProblem } from "../../engine/language/input-files.ts";

const folder = mkdtempSync(join(tmpdir(), "billclock-input-"));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, "shop", "data"), { recursive: true });
const write = (path: string, content: string | Uint8Array): void => writeFileSync(join(folder, path), content);
const scenario = new ScenarioFolder(join(folder, "shop", "a.yaml"));

function problemOf(path: string): string {
  try {
    for (const _ of scenario.open(path));
  } catch (error) {
    if (error instanceof InputFileProblem) return error.complaint.message;
    throw error;
  }
  return "";
}

describe("files that a scenario names", () => {
  it("are read piece by piece, without their byte order mark, also where a character is cut", () => {
    const text = `${"x".repeat(65_535)}株${"y".repeat(70_000)}`;
    write("shop/data/long.csv", `\uFEFF${text}`);
    const pieces = [...scenario.open("data/long.csv")];
    expect(pieces.length).toBeGreaterThan(2);
    expect(pieces.join("")).toBe(text);
    const sha256 = createHash("sha256").update(`\uFEFF${text}`).digest("hex");
    expect(scenario.read).toEqual([{ name: "data/long.csv", sha256 }]);
  });

  it("do not leave the folder through a link, of the file or of a folder", () => {
    write("secret.csv", "x");
    symlinkSync(join(folder, "secret.csv"), join(folder, "shop", "link.csv"));
    symlinkSync(folder, join(folder, "shop", "up"));
    expect(problemOf("link.csv")).toContain("leaves the scenario's folder");
    expect(problemOf("up/secret.csv")).toContain("leaves the scenario's folder");
  });

  it("may be links inside of it", () => {
    write("shop/data/real.csv", "a,b\n");
    symlinkSync(join(folder, "shop", "data", "real.csv"), join(folder, "shop", "inside.csv"));
    expect([...scenario.open("inside.csv")].join("")).toBe("a,b\n");
  });

  it("are refused when they are not there, no file, or not UTF-8", () => {
    write("shop/latin.csv", new Uint8Array([0x61, 0xe9, 0x62]));
    write("shop/cut.csv", new Uint8Array([0x61, 0xe6, 0xa0]));
    expect(problemOf("nowhere.csv")).toContain("it does not exist");
    expect(problemOf("data")).toContain("no regular file");
    expect(problemOf("latin.csv")).toContain("not UTF-8");
    expect(problemOf("cut.csv")).toContain("not UTF-8");
  });
});
