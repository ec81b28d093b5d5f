import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../repository.ts";

interface Locked {
  version?: string;
  resolved?: string;
  optionalDependencies?: Record<string, string>;
}

const packages = (JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as { packages: Record<string, Locked> }).packages;

/** Optional dependencies (binaries of other platforms, mostly) that a lock file has dropped: `npm ci` refuses to install from it. */
function dropped(locked: Record<string, Locked>): string[] {
  const names = new Set(Object.keys(locked).map((path) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length)));
  return Object.values(locked).flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies).filter((name) => !names.has(name)));
}

describe("the lock file", () => {
  it("locks the binaries of every platform, whatever machine wrote it", () => {
    expect(dropped(packages)).toEqual([]);
  });

  it("finds a dropped one", () => {
    expect(dropped({ "node_modules/a": { optionalDependencies: { "@a/linux": "1.0.0", "@a/win32": "1.0.0" } }, "node_modules/@a/linux": {} })).toEqual([
      "@a/win32",
    ]);
  });

  it("names no registry: each machine has its own", () => {
    expect(Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });

  it("every direct dependency has one exact version", () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Record<string, Record<string, string>>;
    const versions = Object.values({ ...dependencies, ...devDependencies });
    expect(versions.length).toBeGreaterThan(0);
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });
});
