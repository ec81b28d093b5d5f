import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { codeCacheOf, runCached } from "../../cli/cached-program.ts";
import { folderWith, program } from "./program.ts";

/** A program that leaves behind where it was and what it could load. */
const PROGRAM = `(function (require, __filename) { "use strict";
  const { appendFileSync } = require("node:fs");
  appendFileSync(require("node:path").join(__filename, "..", "told.txt"), (this === undefined) + " " + require.resolve("./beside.cjs") + "\\n");
})`;

function built(): { file: string; told: () => string[] } {
  const folder = folderWith({ "program.cjs": PROGRAM, "beside.cjs": "", "told.txt": "" });
  return { file: join(folder, "program.cjs"), told: () => readFileSync(join(folder, "told.txt"), "utf8").trim().split("\n") };
}

describe("the built program", () => {
  it("runs with what was compiled for it before, and takes what stands beside it", () => {
    const { file, told } = built();
    const script = runCached(file);
    expect(script.cachedDataRejected).toBeUndefined();
    writeFileSync(codeCacheOf(file), script.createCachedData());
    expect(runCached(file).cachedDataRejected).toBe(false);
    expect(told()).toEqual(["true", "true"].map((strict) => `${strict} ${join(file, "..", "beside.cjs")}`));
  });

  it("is ASCII alone, since it is read without decoding", () => {
    const bytes = readFileSync(join(program, "..", "program.cjs"));
    expect(bytes.length).toBeGreaterThan(100_000);
    expect(bytes.findIndex((byte) => byte > 127)).toBe(-1);
  });

  it.each([
    ["nonsense", Buffer.from("nonsense")],
    ["nothing", Buffer.alloc(0)],
  ])("compiles anew where the compiled code is %s", (_, cache) => {
    const { file, told } = built();
    writeFileSync(codeCacheOf(file), cache);
    expect(runCached(file).cachedDataRejected).toBe(true);
    expect(told()).toHaveLength(1);
  });

  it("compiles anew what was compiled for a longer program", () => {
    const { file } = built();
    writeFileSync(codeCacheOf(file), runCached(file).createCachedData());
    writeFileSync(file, PROGRAM.replace('"use strict";', ""));
    expect(runCached(file).cachedDataRejected).toBe(true);
  });
});
