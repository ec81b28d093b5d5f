import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { books } from "../../../reports/books/registry.ts";
import type { Table } from "../../../reports/table.ts";
import { root } from "../../repository.ts";

const page = join(root, "docs", "books.md");
const MARKER = "npx vitest run test/reports/books -->\n";

function columns({ name, about, columns }: Table<never>): string {
  const rows = columns.map((column) => `| \`${column.name}\` | ${column.about} |`);
  return `\n### ${name}.csv\n\n${[about, "", "| column | says |", "| --- | --- |", ...rows].join("\n")}\n`;
}

/** A section per layout: files with the same columns share one. */
function generated(): string {
  const shown = new Set<string>();
  return books
    .flatMap(({ table }) => table ?? [])
    .map((table) => {
      const layout = table.columns.map(({ name }) => name).join();
      if (shown.has(layout)) return `\n### ${table.name}.csv\n\n${table.about} The columns are those of the file before.\n`;
      shown.add(layout);
      return columns(table);
    })
    .join("");
}

describe("docs/books.md", () => {
  const text = readFileSync(page, "utf8");
  const [prose = ""] = text.split(MARKER);

  it("has a section for every book's columns, as they are declared", () => {
    const wanted = `${prose}${MARKER}${generated()}`;
    if (process.env["BILLCLOCK_UPDATE_DOCS"] === "1") writeFileSync(page, wanted);
    else expect(text).toBe(wanted);
  });

  it("every column says what it holds", () => {
    for (const { table } of books) for (const { name, about } of table?.columns ?? []) expect(about, name).toMatch(/\.$/);
  });

  it("names every book", () => {
    for (const { name, extension } of books) expect(text).toContain(`${name}.${extension}`);
  });
});
