import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { intervalReports } from "../../../reports/registry.ts";
import { readGood, scenarioFile } from "../../product/billed.ts";
import { filesBelow, root } from "../../repository.ts";
import { intervalFiles, NOT_IN_ROWS } from "./recomputation.ts";

describe("the interval files follow from the row files by the SQL of docs/sql, exactly", () => {
  it("each of them has its query, and tells in docs/sql/README.md what it cannot say", () => {
    expect(filesBelow("docs/sql", ".sql")).toEqual(intervalReports.map(({ name }) => `docs/sql/${name}.sql`).toSorted());
    const rows = new Map(
      readFileSync(join(root, "docs/sql/README.md"), "utf8")
        .split("\n")
        .map((line) => [line.split("`")[1] ?? "", line]),
    );
    for (const [name, columns] of NOT_IN_ROWS) for (const column of columns) expect(rows.get(name), name).toContain(`\`${column}\``);
  });

  it.each(filesBelow("scenarios", ".yaml"))("%s", (path) => {
    const { said, recomputed } = intervalFiles(readGood(scenarioFile(path.slice("scenarios/".length)), path));
    expect(recomputed).toEqual(said);
  });
});
