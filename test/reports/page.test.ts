import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { intervalReports, rowReports } from "../../reports/registry.ts";
import type { Column, Table } from "../../reports/table.ts";
import { root } from "../repository.ts";
import { scenario } from "./scenario-in-code.ts";

const page = join(root, "docs", "reports.md");
const MARKER = "npx vitest run test/reports/page -->\n";

const KINDS = { text: "text", word: "word", money: "money", instant: "instant", integer: "number", rate: "rate", flag: "true or false" } as const;

function columnsOf(columns: readonly Column<never>[]): string[] {
  const rows = columns.map(({ name, kind, list, about }) => `| \`${name}\` | ${KINDS[kind]}${list === true ? ", `;`" : ""} | ${about} |`);
  return ["| column | holds | says |", "| --- | --- | --- |", ...rows];
}

/** A section per file, from the same declarations that write it. */
function generated(): string {
  const tables: readonly Table<never>[] = [...rowReports.map(({ table }) => table), ...intervalReports.map(({ table }) => table(scenario([])) as Table<never>)];
  return tables.map((table) => `\n### ${table.name}.csv\n\n${table.about}\n\n${columnsOf(table.columns).join("\n")}\n`).join("");
}

describe("the columns of docs/reports.md", () => {
  it("are what the tables say (BILLCLOCK_UPDATE_DOCS=1 rewrites them)", () => {
    const [head, tail] = readFileSync(page, "utf8").split(MARKER);
    if (process.env["BILLCLOCK_UPDATE_DOCS"] === "1") writeFileSync(page, `${head}${MARKER}${generated()}`);
    else expect(tail).toBe(generated());
  });
});
