import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filesBelow, root } from "../repository.ts";

/** One source file: its path from the root, with `/`, and its text. */
export interface Source {
  path: string;
  text: string;
}

export function read(paths: readonly string[]): Source[] {
  return paths.map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

export function sources(): Source[] {
  return read(["engine", "reports", "cli"].flatMap((folder) => filesBelow(folder, ".ts")));
}

const BASE = ["engine/calendar", "engine/money", "engine/random"];
const STATE = [...BASE, "engine/catalog", "engine/payments", "engine/account", "engine/billing"];

/**
 * Which layer may import which (its own files always). A layer is the longest folder that holds the file. What is not listed is forbidden,
 * so a new folder must be entered here before it compiles past this test.
 */
export const layers: Readonly<Record<string, { imports: readonly string[]; packages: readonly string[] }>> = {
  "engine/calendar": { imports: [], packages: [] },
  "engine/money": { imports: [], packages: [] },
  "engine/random": {
    imports: [],
    packages: [
      "seedrandom",
      "@stdlib/math-base-special-exp",
      "@stdlib/math-base-special-ln",
      "@stdlib/math-base-special-pow",
      "@stdlib/stats-base-dists-gamma-quantile",
      "@stdlib/stats-base-dists-normal-quantile",
    ],
  },
  "engine/catalog": { imports: BASE, packages: [] },
  "engine/payments": { imports: [...BASE, "engine/catalog"], packages: [] },
  // The account-wide settings are the one thing of billing/ that stands below account/.
  "engine/account": { imports: [...BASE, "engine/catalog", "engine/payments", "engine/billing/settings.ts"], packages: [] },
  "engine/billing": { imports: [...BASE, "engine/catalog", "engine/payments", "engine/account"], packages: [] },
  "engine/lifecycle": { imports: STATE, packages: [] },
  "engine/business": { imports: [...STATE, "engine/lifecycle"], packages: [] },
  "engine/language": { imports: BASE, packages: ["yaml"] },
  "engine/population": {
    imports: [...STATE, "engine/lifecycle", "engine/business"],
    packages: ["@stdlib/math-base-special-ln", "@stdlib/math-base-special-pow"],
  },
  "engine/actions": { imports: [...STATE, "engine/lifecycle", "engine/language"], packages: [] },
  "engine/scenario": {
    imports: [...STATE, "engine/lifecycle", "engine/business", "engine/language", "engine/actions", "engine/population"],
    packages: ["ajv", "yaml"],
  },
  "engine/simulation": {
    imports: [...STATE, "engine/lifecycle", "engine/business", "engine/language", "engine/actions", "engine/population", "engine/scenario"],
    packages: [],
  },
  reports: { imports: ["engine"], packages: ["csv-stringify", "d3-scale", "d3-shape", "get-east-asian-width"] },
  cli: { imports: ["engine", "reports"], packages: ["ajv", "cli-progress", "commander", "diff", "piscina"] },
};

/** Files outside the layers: the public list, which may name every layer of the engine, and the assertion, which every layer may use. */
const PUBLIC = "engine/index.ts";
const EVERYWHERE = "engine/assert.ts";

export function layerOf(path: string): string | undefined {
  return Object.keys(layers)
    .filter((layer) => path.startsWith(`${layer}/`))
    .toSorted((a, b) => b.length - a.length)[0];
}

const STATEMENT = /^(?:import|export)\s(?:[^"';]*?\sfrom\s+)?["']([^"']+)["']/gm;
const LATE = /\bimport\s*\(\s*["']([^"']+)["']/g;

/** What a file imports: paths from the root, or package names. */
export function importsOf(source: Source): string[] {
  return [...source.text.matchAll(STATEMENT), ...source.text.matchAll(LATE)].map(([, target = ""]) =>
    target.startsWith(".") ? join(source.path, "..", target).replaceAll("\\", "/") : target,
  );
}

const isPath = (target: string): boolean => /^(?:engine|reports|cli|test)\//.test(target);
const packageName = (target: string): string =>
  target
    .split("/")
    .slice(0, target.startsWith("@") ? 2 : 1)
    .join("/");

/** Every import that points the wrong way, as `file -> target`. */
export function forbiddenImports(all: readonly Source[]): string[] {
  return all.flatMap((source) => {
    const layer = layerOf(source.path);
    const targets = importsOf(source);
    if (source.path === PUBLIC) return targets.filter((target) => !target.startsWith("engine/")).map((target) => `${source.path} -> ${target}`);
    if (source.path === EVERYWHERE) return targets.map((target) => `${source.path} -> ${target}`);
    if (layer === undefined) return [`${source.path} stands in no layer`];
    const rule = layers[layer] as (typeof layers)[string];
    const allowed = (target: string): boolean => {
      if (!isPath(target)) return rule.packages.includes(packageName(target)) || (layer === "cli" && target.startsWith("node:"));
      if (target === EVERYWHERE || layerOf(target) === layer) return true;
      return rule.imports.some((other) => target === other || target.startsWith(`${other}/`));
    };
    return targets.filter((target) => !allowed(target)).map((target) => `${source.path} -> ${target}`);
  });
}

/** Folders in which a file is one thing of a kind, and the registry that must name it. `shared` files are not things of the kind. */
export const registries = [
  { folder: "engine/catalog/charge-models", registry: "engine/catalog/charge-models/registry.ts", shared: ["charge-model.ts"] },
  {
    folder: "engine/actions",
    registry: "engine/actions/registry.ts",
    shared: [
      "action.ts",
      "action-definition.ts",
      "anchor-config.ts",
      "billing-thresholds.ts",
      "collection-fields.ts",
      "customer-currency.ts",
      "invoice-name.ts",
      "one-off.ts",
      "own-currency.ts",
      "phases.ts",
      "plan-fields.ts",
      "usage-files.ts",
      "usage-rows.ts",
      "which-payment.ts",
    ],
  },
  { folder: "engine/simulation/handlers", registry: "engine/simulation/handlers/registry.ts", shared: [] },
  { folder: "reports/tables", registry: "reports/registry.ts", shared: [] },
  { folder: "reports/page/sections", registry: "reports/page/registry.ts", shared: ["expectations.ts", "headline.ts"] },
  { folder: "cli/commands", registry: "cli/commands/registry.ts", shared: ["command.ts"] },
  { folder: "cli/reporters", registry: "cli/reporters/registry.ts", shared: ["reporter.ts"] },
] as const;

/** Files of a registry's folder that it does not import, directly. */
export function unregistered(all: readonly Source[], rule: { folder: string; registry: string; shared: readonly string[] }): string[] {
  const registry = all.find((source) => source.path === rule.registry);
  if (registry === undefined) return [`${rule.registry} is missing`];
  const named = new Set(importsOf(registry));
  return all
    .map((source) => source.path)
    .filter((path) => path.startsWith(`${rule.folder}/`) && path !== rule.registry)
    .filter((path) => !rule.shared.includes(path.slice(rule.folder.length + 1)))
    .filter((path) => !named.has(path));
}

const VAGUE = /(?:^|[-/])(?:utils?|helpers?|managers?|services?|common|misc|process|data)(?=[-./]|$)/;

/** Paths that say nothing about what is inside. */
export function vagueNames(paths: readonly string[]): string[] {
  return paths.filter((path) => VAGUE.test(path));
}

/** Marks of unfinished work, as `file:line`. Built from parts so that this file does not find itself. */
export function leftoverMarkers(all: readonly Source[]): string[] {
  const marker = new RegExp(["\\bTO", "DO\\b|\\bFIX", "ME\\b|\\bX", "XX\\b|not ", "implemented\\b"].join(""));
  return all.flatMap(({ path, text }) => text.split("\n").flatMap((line, index) => (marker.test(line) ? [`${path}:${index + 1}`] : [])));
}

/** Addresses and paths that belong to one machine, as `file:line`. */
export function machinePaths(all: readonly Source[]): string[] {
  const local = /(?:^|[\s"'`(=])\/(?:work|home|root|Users|tmp)\/[A-Za-z]|localhost:\d|\b(?:10|192\.168)\.\d+\.\d+\.\d+/;
  return all.flatMap(({ path, text }) => text.split("\n").flatMap((line, index) => (local.test(line) ? [`${path}:${index + 1}`] : [])));
}

/** Markdown files that have not exactly one title. */
export function badTitles(all: readonly Source[]): string[] {
  return all
    .filter(({ text }) => {
      const prose = text.replace(/^(`{3,})[\s\S]*?^\1\s*$/gm, "");
      return (prose.match(/^# /gm) ?? []).length !== 1 || !/^\s*(?:<!--[\s\S]*?-->\s*)?# /.test(text);
    })
    .map(({ path }) => path);
}

/** Test files without an assertion. */
export function withoutAssertion(all: readonly Source[]): string[] {
  return all.filter(({ text }) => !/\bexpect\s*[.(]|\bassert\s*[.(]/.test(text)).map(({ path }) => path);
}
