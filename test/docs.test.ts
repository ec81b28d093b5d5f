import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { InputFiles } from "../engine/language/input-files.ts";
import { formatIssue } from "../engine/language/issue.ts";
import { readScenario } from "../engine/scenario/read-scenario.ts";
import { program } from "./cli/program.ts";
import { type Block, blocksOf, commandsOf, consoleBlock, rewriteBlock } from "./docs-blocks.ts";
import { filesBelow, root } from "./repository.ts";

/**
 * Docs run: every yaml block is a scenario (or says that it is a fragment), every console block is run and its output compared, every ts block
 * type-checks. `BILLCLOCK_UPDATE_DOCS=1 npx vitest run test/docs.test.ts` rewrites the console blocks.
 */
const pages = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", ...filesBelow("docs", ".md")];
const blocks = pages.flatMap((page) => blocksOf(page, readFileSync(join(root, page), "utf8")));
const of = (language: string): [string, Block][] =>
  blocks.filter((block) => block.language === language).map((block) => [`${block.page}:${block.line}`, block]);
/** The csv blocks with a name: what a yaml block of the docs finds beside it. */
const beside: InputFiles = {
  open: (path) => blocks.filter(({ language, file }) => language === "csv" && file === path).map(({ text }) => text),
};
const updates = process.env["BILLCLOCK_UPDATE_DOCS"] === "1";

describe("yaml blocks", () => {
  it("there are some", () => {
    expect(of("yaml").length).toBeGreaterThan(0);
  });

  it.each(of("yaml").filter(([, block]) => !block.isFragment))("%s is a scenario without errors", (place, block) => {
    const { issues } = readScenario(block.text, place, beside);
    expect(
      issues
        .filter(({ severity }) => severity === "error")
        .map(formatIssue)
        .join("\n"),
    ).toBe("");
  });

  it.each(of("yaml").filter(([, block]) => block.isFragment))("%s is a fragment: it is no scenario by itself", (place, block) => {
    expect(readScenario(block.text, place).scenario).toBeUndefined();
  });
});

describe("console blocks", () => {
  let folder = "";

  beforeAll(() => {
    // Commands of the docs run in a folder that looks like the repository and takes what they write.
    folder = mkdtempSync(join(tmpdir(), "billclock-docs-"));
    symlinkSync(join(root, "scenarios"), join(folder, "scenarios"));
    for (const [, block] of [...of("yaml"), ...of("csv")]) if (block.file !== undefined) writeFileSync(join(folder, block.file), block.text);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("there are some", () => {
    expect(of("console").length).toBeGreaterThan(0);
  });

  it.each(of("console"))("%s shows what its commands print", (_place, block) => {
    expect(inject("buildFailure")).toBe("");
    const commands = commandsOf(block);
    expect(commands.length).toBeGreaterThan(0);
    const actual = consoleBlock(
      commands.map(({ line, words }) => {
        const [name, ...args] = words;
        expect(name, `only billclock is run: ${line}`).toBe("billclock");
        const { stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
          cwd: folder,
          encoding: "utf8",
          env: { ...process.env, NO_COLOR: "1" },
        });
        return { line, output: stdout + stderr };
      }),
    );
    if (updates && actual !== block.text) writeFileSync(join(root, block.page), rewriteBlock(readFileSync(join(root, block.page), "utf8"), block, actual));
    else expect(block.text).toBe(actual);
  });
});

describe("ts blocks", () => {
  it("type-check", () => {
    const found = of("ts");
    const folder = mkdtempSync(join(root, "test", ".docs-"));
    try {
      for (const [index, [, block]] of found.entries()) writeFileSync(join(folder, `block-${index}.ts`), `${block.text}\nexport {};\n`);
      writeFileSync(
        join(folder, "tsconfig.json"),
        JSON.stringify({ extends: "../../tsconfig.json", compilerOptions: { noUnusedLocals: false }, include: ["*.ts"] }),
      );
      const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
      const check = found.length === 0 ? undefined : spawnSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8" });
      expect(check?.stdout ?? "").toBe("");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("finding blocks", () => {
  const page =
    "# A\n\n<!-- fragment -->\n```yaml\nplans: {}\n```\n\n```yaml shop.yaml\na: 1\n```\n\n```console\n$ billclock schema\n{}\n$ billclock run 'my shop.yaml'\n```\n";
  const found = blocksOf("a.md", page);

  it("knows language, place, file name and whether it is a fragment", () => {
    expect(found.map(({ language, line, file, isFragment }) => [language, line, file, isFragment])).toEqual([
      ["yaml", 4, undefined, true],
      ["yaml", 8, "shop.yaml", false],
      ["console", 12, undefined, false],
    ]);
  });

  it("reads the commands of a console block as a shell does", () => {
    expect(commandsOf(found[2] as Block).map(({ words }) => words)).toEqual([
      ["billclock", "schema"],
      ["billclock", "run", "my shop.yaml"],
    ]);
  });

  it("rewrites one block and leaves the page around it", () => {
    expect(rewriteBlock(page, found[2] as Block, "$ billclock schema\nnew\n")).toBe(page.replace("{}\n$ billclock run 'my shop.yaml'\n", "new\n"));
  });

  it("an unclosed block is an error", () => {
    expect(() => blocksOf("a.md", "```yaml\na: 1\n")).toThrow(/never ends/);
  });
});
