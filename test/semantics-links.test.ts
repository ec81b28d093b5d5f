import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./repository.ts";

const page = readFileSync(join(root, "docs/semantics.md"), "utf8");
const rules = page.split("\n").filter((line) => line.startsWith("| ") && !line.startsWith("| rule ") && !line.startsWith("| --- "));
const links = rules.map((rule) => /\[([\w-]+)\]\(\.\.\/(scenarios\/[\w/-]+\.yaml)\) \|$/.exec(rule));

/** Decision codes that are written down: `B12`, `C3`, `D15`, as they begin an entry. */
const decided = ["docs/decisions.md", "docs/founding-decisions.md"].flatMap((path) =>
  [...readFileSync(join(root, path), "utf8").matchAll(/^- \*\*([BCD]\d+[a-z]?)\b/gm)].map(([, code]) => code),
);

describe("the page of billing rules", () => {
  it("names a scenario with each rule, by its own name", () => {
    expect(rules.filter((_, i) => links[i] === null)).toEqual([]);
    expect(links.filter((link) => link?.[1] !== basename(link?.[2] ?? "", ".yaml"))).toEqual([]);
    expect(rules.length).toBeGreaterThan(40);
  });

  it("links only to scenarios that are there, with their goldens", () => {
    const files = links.flatMap((link) => (link === null ? [] : [link[2] as string, (link[2] as string).replace(".yaml", ".golden.txt")]));
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  it("cites only decisions that are written down", () => {
    const cited = new Set([...page.matchAll(/\b([BCD]\d+[a-z]?)\b/g)].map(([, code]) => code));
    expect([...cited].filter((code) => !decided.includes(code))).toEqual([]);
  });
});
