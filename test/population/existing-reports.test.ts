import { describe, expect, it } from "vitest";
import { intervalFiles } from "../reports/sql/recomputation.ts";
import { filed, rowsOf } from "./filed.ts";

const BASE = `customer,subscription,plan,quantity,started_at
ann,ann/a,pro,1,2025-03-10
ann,ann/b,starter,1,2025-05-20
bea,bea/a,pro,2,2025-03-15
`;

const more = "    behavior: { leave: { cancel: { rate: { by: plan, starter: 99%, otherwise: 0% } } } }\n";
const scenario = filed(
  `populations:\n  base:\n    signups: { existing: { from: base.csv } }\n${more}`,
  { "base.csv": BASE },
  "{ start: 2026-01-01, end: 2027-01-01 }",
);

describe("reports of a base that was there when the clock started", () => {
  it("a cohort begins with all that its customers pay then, whatever subscription it stands in", () => {
    const [first] = rowsOf(scenario, "cohorts");
    // 49.00 + 19.00 of ann, 2 x 49.00 of bea.
    expect([first?.get("cohort"), first?.get("age"), first?.get("customers"), first?.get("mrr_start")]).toEqual(["2025-03", "10", "2", "166.00"]);
  });
  it("a clock of exactly twelve months looks back to what was there at its start", () => {
    const rows = rowsOf(scenario, "churn");
    expect(rows.map((row) => row.get("nrr_12m")).slice(0, 11)).toEqual(Array.from({ length: 11 }, () => ""));
    // 147.00 of 166.00.
    expect([rows[11]?.get("nrr_12m"), rows[11]?.get("grr_12m")]).toEqual(["0.885542", "0.885542"]);
  });
  it("add up from the row files", () => {
    const { said, recomputed } = intervalFiles(scenario);
    expect(recomputed).toEqual(said);
  });
});
