import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { languageReference } from "../../engine/scenario/language-reference.ts";
import { root } from "../repository.ts";

const page = join(root, "docs", "scenario-language.md");

describe("docs/scenario-language.md", () => {
  it("is what the schema says (BILLCLOCK_UPDATE_DOCS=1 rewrites it)", () => {
    const generated = languageReference();
    if (process.env["BILLCLOCK_UPDATE_DOCS"] === "1") writeFileSync(page, generated);
    expect(readFileSync(page, "utf8")).toBe(generated);
  });

  it("has one title", () => {
    expect(languageReference().match(/^# /gm)).toHaveLength(1);
  });
});
