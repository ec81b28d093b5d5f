import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/**
 * A guard on the guards: a lint rule that matches nothing passes silently, so every ban is fed a sample that must fail, and the
 * harmless neighbours of each are shown to pass. The repository's own biome.json and plugin judge them, in a folder of their own.
 */
interface Ban {
  title: string;
  code: string;
  /** What the diagnostic is called or says. */
  fires: string | RegExp;
  /** Where it is banned; `engine` unless said. */
  folder?: string;
  file?: string;
}

const exactMath = /Only exact members of Math/;
const bans: Ban[] = [
  { title: "the power operator", code: "export const a = (b: number): number => b ** 2;", fires: /`\*\*` is/ },
  { title: "the power assignment", code: "export const a = (b: number): number => { let c = b; c **= 2; return c; };", fires: /`\*\*=` is/ },
  { title: "Math.pow", code: "export const a = Math.pow(2, 3);", fires: exactMath },
  { title: "Math.log", code: "export const a = Math.log(2);", fires: exactMath },
  { title: "Math.exp", code: "export const a = Math.exp(2);", fires: exactMath },
  { title: "Math.random", code: "export const a = Math.random();", fires: exactMath },
  { title: "members of Math by text", code: 'export const a = Math["log"](2);', fires: exactMath },
  { title: "members taken out of Math", code: "const { pow } = Math;\nexport const a = pow(2, 3);", fires: exactMath },
  { title: "members of Math under another name", code: "const { log: l } = Math;\nexport const a = l(2);", fires: exactMath },
  { title: "another name for Math", code: "const M = Math;\nexport const a = M.exp(1);", fires: exactMath },
  { title: "Math as an argument", code: "const f = (m: typeof Math): number => m.exp(1);\nexport const a = f(Math);", fires: exactMath },
  { title: "sort without a comparator", code: "export const a = [3, 1].sort();", fires: /comparator that ends/ },
  { title: "toSorted without a comparator", code: "export const a = [3, 1].toSorted();", fires: /comparator that ends/ },
  { title: "localeCompare", code: 'export const a = "a".localeCompare("b");', fires: /Locale order/ },
  { title: "localeCompare by text", code: 'export const a = "a"["localeCompare"]("b");', fires: /by whatever name/ },
  { title: "toLocaleString", code: "export const a = (5).toLocaleString();", fires: /Locale format/ },
  { title: "toLocaleUpperCase", code: 'export const a = "i".toLocaleUpperCase();', fires: /Locale case/ },
  { title: "toLocaleLowerCase", code: 'export const a = "I".toLocaleLowerCase();', fires: /Locale case/ },
  { title: "for..in", code: "export const a = (b: object): void => { for (const c in b) void c; };", fires: /integer-like keys/ },
  { title: "await", code: "export const a = async (b: number): Promise<number> => await b;", fires: /are synchronous/ },
  { title: "for await", code: "export const a = async (b: number[]): Promise<void> => { for await (const c of b) void c; };", fires: /are synchronous/ },
  { title: "Date", code: "export const a = new Date(0);", fires: "noRestrictedGlobals" },
  { title: "Intl", code: "export const a = new Intl.Collator();", fires: "noRestrictedGlobals" },
  { title: "process", code: "export const a = process.argv;", fires: "noRestrictedGlobals" },
  { title: "process.env", code: 'export const a = process.env["TZ"];', fires: "noProcessEnv" },
  { title: "console", code: "console.log(1);\nexport {};", fires: "noConsole" },
  { title: "timers", code: "export const a = setTimeout(() => undefined, 1);", fires: "noRestrictedGlobals" },
  { title: "microtasks", code: "queueMicrotask(() => undefined);\nexport {};", fires: "noRestrictedGlobals" },
  { title: "the wall clock by its other name", code: "export const a = performance.now();", fires: "noRestrictedGlobals" },
  { title: "random bytes", code: "export const a = crypto.randomUUID();", fires: "noRestrictedGlobals" },
  { title: "globals by way of globalThis", code: 'export const a = globalThis["Date"];', fires: "noRestrictedGlobals" },
  { title: "node modules", code: 'import { readFileSync } from "node:fs";\nexport const a = readFileSync;', fires: "noNodejsModules" },
  { title: "node modules loaded late", code: 'export const a = (): unknown => import("node:fs");', fires: "noNodejsModules" },
  { title: "import cycles", code: 'import { b } from "./cycle-b.ts";\nexport const a = (): unknown => b;', fires: "noImportCycles", file: "cycle-a.ts" },
  { title: "bans in reports/ too", code: "export const a = Math.pow(2, 3);", fires: exactMath, folder: "reports" },
  { title: "globals in reports/ too", code: "export const a = new Date(0);", fires: "noRestrictedGlobals", folder: "reports" },
  { title: "any", code: "export const a = (b: any): unknown => b;", fires: "noExplicitAny", folder: "cli" },
  { title: "default exports", code: "export default 1;", fires: "noDefaultExport", folder: "cli" },
  { title: "non-null assertions", code: "export const a = (b?: string): string => b!;", fires: "noNonNullAssertion", folder: "cli" },
  { title: "file names in camel case", code: "export const a = 1;", fires: "useFilenamingConvention", folder: "cli", file: "camelCase.ts" },
  {
    title: "functions that do not fit on a screen",
    code: `export function a(): number {\n  let b = 0;\n${"  b++;\n".repeat(70)}  return b;\n}`,
    fires: "noExcessiveLinesPerFunction",
    folder: "cli",
  },
  { title: "files of more than 400 lines", code: "export const a = 1;\nvoid a;\n".repeat(201), fires: "noExcessiveLinesPerFile", folder: "cli" },
  { title: "skipped tests", code: 'import { it } from "vitest";\nit.skip("x", () => undefined);', fires: "noSkippedTests", folder: "test" },
  { title: "focused tests", code: 'import { it } from "vitest";\nit.only("x", () => undefined);', fires: "noFocusedTests", folder: "test" },
];

/** What stands beside the bans and must pass. */
const allowed: Record<string, string> = {
  "exact members of Math": "export const a = Math.floor(Math.abs(-2.5)) + Math.max(1, Math.imul(2, 3));",
  "sort with a comparator": "export const a = [3, 1].sort((b, c) => b - c);",
  "multiplication and other assignments": "export const a = (b: number): number => { let c = b * 2; c *= 3; c += 1; return c; };",
  "for..of": "export const a = (b: number[]): void => { for (const c of b) void c; };",
  "upper case without a locale": 'export const a = "i".toUpperCase();',
};

interface Diagnostic {
  category: string;
  message: string | { content: string }[];
  location: { path: string | { file: string } };
}

const root = join(import.meta.dirname, "..", "..");
const fileOf = (ban: Ban, index: number): string => `${ban.folder ?? "engine"}/${ban.file ?? `ban-${index}.ts`}`;
const allowedFile = (index: number): string => `engine/allowed-${index}.ts`;
const found = new Map<string, string[]>();
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "billclock-bans-"));
  const config = JSON.parse(readFileSync(join(root, "biome.json"), "utf8"));
  writeFileSync(join(folder, "biome.json"), JSON.stringify({ ...config, vcs: { enabled: false } }));
  cpSync(join(root, "lint"), join(folder, "lint"), { recursive: true });
  const put = (path: string, code: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), `${code}\n`);
  };
  for (const [index, ban] of bans.entries()) put(fileOf(ban, index), ban.code);
  for (const [index, code] of Object.values(allowed).entries()) put(allowedFile(index), code);
  put("engine/cycle-b.ts", 'import { a } from "./cycle-a.ts";\nexport const b = (): unknown => a;');
  put("cli/free.ts", "export const a = Math.pow(2, 3) + Date.now();");

  const biome = join(root, "node_modules", "@biomejs", "biome", "bin", "biome");
  const run = spawnSync(process.execPath, [biome, "lint", ".", "--reporter=json", "--max-diagnostics=none"], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  for (const diagnostic of (JSON.parse(run.stdout) as { diagnostics: Diagnostic[] }).diagnostics) {
    const { path } = diagnostic.location;
    const message = typeof diagnostic.message === "string" ? diagnostic.message : diagnostic.message.map((part) => part.content).join("");
    const file = (typeof path === "string" ? path : path.file).replaceAll("\\", "/");
    found.set(file, [...(found.get(file) ?? []), `${diagnostic.category}: ${message}`]);
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("each ban fires on a bad sample", () => {
  it.each(bans.map((ban, index) => [ban.title, ban, index] as const))("%s", (_title, ban, index) => {
    const said = found.get(fileOf(ban, index)) ?? [];
    expect(said.join("\n")).toMatch(ban.fires);
  });
});

describe("no ban fires on its harmless neighbour", () => {
  it.each(Object.keys(allowed).map((title, index) => [title, index] as const))("%s", (_title, index) => {
    expect(found.get(allowedFile(index)) ?? []).toEqual([]);
  });

  it("cli/ may use the clock and Math", () => {
    expect((found.get("cli/free.ts") ?? []).join("\n")).not.toMatch(/exact members|noRestrictedGlobals/);
  });
});
