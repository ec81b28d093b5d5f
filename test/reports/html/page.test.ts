import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readScenario } from "../../../engine/scenario/read-scenario.ts";
import { collect } from "../../../reports/collect.ts";
import { reportPage } from "../../../reports/page/page.ts";
import { dark, light, type Scheme } from "../../../reports/page/palette.ts";
import type { ShownRun } from "../../../reports/page/shown-run.ts";
import { style } from "../../../reports/page/style.ts";
import { filesBelow, root } from "../../repository.ts";
import { CLOCK, PLANS, SIGN_UP, scenarioOf, withEntries } from "../../scenario/read.ts";
import { dispatch, runInto } from "../run.ts";
import { pageOf, pageOfText } from "./drawn-page.ts";
import { attribute, below, type Element, parsed, textOf } from "./parsed.ts";

const DIGEST = join(root, "reports/page/style-digest.ts");

/** Scenarios of every theme: what a page may meet. */
const themes = filesBelow("scenarios", ".yaml").filter((path, i, all) => path.split("/")[1] !== all[i - 1]?.split("/")[1]);
const pages: ReadonlyMap<string, string> = new Map(
  themes.flatMap((path) => {
    const { scenario } = readScenario(readFileSync(join(root, path), "utf8"), path);
    return scenario === undefined ? [] : [[path, pageOf(scenario)] as const];
  }),
);

const EMPTY = `${CLOCK}${PLANS}customers:\n  alice: { currency: usd }\n`;

describe("the style sheet", () => {
  it("has the digest that the page's security policy names (BILLCLOCK_UPDATE_DOCS=1 rewrites it)", () => {
    const digest = createHash("sha256").update(style, "utf8").digest("base64");
    const source = readFileSync(DIGEST, "utf8");
    if (process.env["BILLCLOCK_UPDATE_DOCS"] === "1") writeFileSync(DIGEST, source.replace(/SHA256 = ".*"/, `SHA256 = "${digest}"`));
    else expect(source).toContain(`SHA256 = "${digest}"`);
  });

  it.each([
    ["light", light],
    ["dark", dark],
  ])("is legible in the %s scheme: text at least 4.5 to 1, marks at least 3 to 1", (_name, scheme: Scheme) => {
    for (const text of [scheme.ink, scheme.muted]) {
      for (const ground of [scheme.paper, scheme.wash]) expect(contrast(text, ground), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
    for (const [mark, colour] of Object.entries(scheme.marks)) expect(contrast(colour, scheme.paper), mark).toBeGreaterThanOrEqual(3);
  });

  it("loads nothing", () => {
    expect(style).not.toMatch(/url\(|@import|https?:/);
  });
});

/** By WCAG 2: (lighter + 0.05) / (darker + 0.05). */
function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((from) => {
    const part = Number.parseInt(colour.slice(from, from + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

describe.each([...pages, ["nobody", pageOfText(EMPTY)] as const])("the page of %s", (_path, page) => {
  const { errors, elements } = parsed(page);
  const all = (...tags: readonly string[]): readonly Element[] => elements.filter(({ tagName }) => tags.includes(tagName));

  it("is well-formed", () => {
    expect(errors).toEqual([]);
  });

  it("loads nothing, runs nothing, and allows one style sheet", () => {
    expect(all("script", "img", "iframe", "object", "link", "base", "form", "image", "use", "foreignObject")).toEqual([]);
    const targets = elements.flatMap(({ attrs }) =>
      attrs.filter(({ name }) => /^(?:href|src|action|style|on.*|xlink:href)$/.test(name)).map(({ value }) => value),
    );
    expect(targets.filter((target) => !target.startsWith("#"))).toEqual([]);
    expect(page).not.toMatch(/https?:|\bundefined\b|\bNaN\b|Infinity|\[object/);
    expect(page).toContain("default-src 'none'");
  });

  it("has headings without gaps, one title, and unique ids that its contents and labels name", () => {
    const levels = all("h1", "h2", "h3", "h4").map(({ tagName }) => Number(tagName.slice(1)));
    expect(levels[0]).toBe(1);
    expect(levels.filter((level, i) => level > (levels[i - 1] ?? 0) + 1)).toEqual([]);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    const ids = elements.flatMap((element) => attribute(element, "id") ?? []);
    expect(ids).toHaveLength(new Set(ids).size);
    const named = elements.flatMap((element) => [
      ...(attribute(element, "aria-labelledby")?.split(" ") ?? []),
      ...(attribute(element, "href")?.slice(1).split(" ") ?? []),
    ]);
    expect(named.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it("says of every drawing what it shows, and gives the numbers of every figure as a table", () => {
    for (const drawing of all("svg")) {
      const [title, about] = below(drawing);
      expect([attribute(drawing, "role"), title?.tagName, about?.tagName]).toEqual(["img", "title", "desc"]);
      expect([title, about].map((one) => (one === undefined ? "" : textOf(one))).filter((text) => text === "")).toEqual([]);
    }
    for (const one of all("figure")) {
      const tags = below(one).map(({ tagName }) => tagName);
      expect(["figcaption", "h4", "svg", "details", "table", "caption"].filter((tag) => !tags.includes(tag))).toEqual([]);
    }
  });

  it("draws inside its frame", () => {
    for (const drawing of all("svg")) {
      const [, , width = 0, height = 0] = (attribute(drawing, "viewBox") ?? "").split(" ").map(Number);
      for (const mark of below(drawing).filter(({ tagName }) => tagName === "rect")) {
        const [x = 0, y = 0, w = 0, h = 0] = ["x", "y", "width", "height"].map((name) => Number(attribute(mark, name)));
        expect([x >= -0.01, y >= -0.01, x + w <= width + 0.01, y + h <= height + 0.01], `${x} ${y} ${w} ${h}`).toEqual([true, true, true, true]);
      }
    }
  });
});

describe("report.html", () => {
  const NASTY = `</script><script>alert(1)</script>"'&<b>`;
  const RTL = "שלום עולם";

  it("shows what users name as text, whatever it looks like", () => {
    const nasty = JSON.stringify(NASTY);
    const page = pageOfText(`name: ${nasty}
description: ${JSON.stringify(`${NASTY}\u0000${RTL}`)}
seed: ${nasty}
clock: { start: 2026-01-01, end: 2026-04-01 }
plans:
  ${JSON.stringify(NASTY.replaceAll("/", "|"))}: { currency: usd, interval: month, unit_amount: 2000, nickname: ${nasty} }
customers:
  ${JSON.stringify(`${NASTY.replaceAll("/", "|")} ${RTL}`)}:
    timeline:
      - { at: 2026-01-05, subscribe: { plan: ${JSON.stringify(NASTY.replaceAll("/", "|"))} } }
      - { after: 1 day, invoice_item: { amount: 500, description: ${nasty} } }
expect:
  - { customer: ${JSON.stringify(`${NASTY.replaceAll("/", "|")} ${RTL}`)}, invoices: 7 }
`);
    const { errors, elements } = parsed(page);
    expect(errors).toEqual([]);
    expect(elements.filter(({ tagName }) => tagName === "script" || tagName === "b").map(textOf)).toEqual(["7", "3"]);
    expect(elements.filter(({ tagName }) => tagName === "h1").map(textOf)).toEqual([NASTY]);
    expect(page).toContain(RTL);
    expect(page).not.toContain("\u0000");
  });

  it("tells an empty run kindly, with its definitions", () => {
    const { elements } = parsed(pageOfText(EMPTY));
    const text = elements.map(textOf).join("\n");
    expect(text).toContain("Nothing recurs");
    expect(text).toContain("mrr_statuses");
    expect(elements.filter(({ tagName }) => tagName === "figure")).toEqual([]);
  });

  it("lists the invoices of a script with their lines", () => {
    const { elements } = parsed(pageOfText(withEntries(SIGN_UP, "{ after: 15 days, change: { plan: max } }")));
    const rows = elements.filter(({ tagName }) => tagName === "tr").map((row) => below(row).map(textOf));
    expect(rows).toContainEqual(["alice-0001", "2026-01-31", "paid", "USD 20.00", "USD 20.00"]);
    expect(rows.some((cells) => cells.includes("Unused time on pro after 15 Feb 2026"))).toBe(true);
  });

  it("tells each expectation that failed with its arithmetic, and that all hold where they do", () => {
    const expecting = (total: number): string => pageOfText(`${withEntries(SIGN_UP)}expect:\n  - { invoice: alice-0001, total: ${total} }\n`);
    expect(expecting(2000)).toContain("The one expectation of the scenario holds.");
    const failed = expecting(1999);
    expect(failed).toContain("One expectation failed");
    expect(failed).toContain("expected <b>19.99</b>, actual <b>20.00</b>");
  });

  it("has a block per currency where there are several", () => {
    const page = pageOfText(`${CLOCK}plans:
  pro: { currency: usd, interval: month, unit_amount: 2000, currency_options: { jpy: { unit_amount: 3000 }, kwd: { unit_amount: 6500 } } }
customers:
  a: { currency: usd, timeline: [{ at: 2026-01-05, subscribe: { plan: pro } }] }
  b: { currency: jpy, timeline: [{ at: 2026-01-05, subscribe: { plan: pro } }] }
  c: { currency: kwd, timeline: [{ at: 2026-01-05, subscribe: { plan: pro } }] }
`);
    const { elements } = parsed(page);
    expect(elements.filter(({ tagName }) => tagName === "h2").map(textOf)).toEqual([
      "Invoices",
      "JPY",
      "KWD",
      "USD",
      "The whole run in sums",
      "Definitions and assumptions",
    ]);
    expect(page).toContain(">3,000<");
    expect(page).toContain(">6.500<");
  });

  it("is the same of collections over parts of the customers, merged or loaded, and each time", () => {
    const one = scenarioOf(`${CLOCK}${PLANS}customers:
  a: { timeline: [{ at: 2026-01-05, subscribe: { items: [{ plan: pro }, { plan: max, quantity: 3 }] } }] }
  b: { timeline: [{ at: 2026-02-05, subscribe: { plan: pro, quantity: 2 } }] }
  c: { timeline: [{ at: 2026-03-05, subscribe: { plan: max } }, { after: 60 days, cancel: {} }] }
`);
    const parts = [collect(one, { page: true }), collect(one, { page: true })] as const;
    const loaded = collect(one, { page: true });
    runInto(
      one,
      dispatch(({ ordinal }) => (ordinal === 0 ? parts[0] : parts[1]).sink),
    );
    for (const part of parts) loaded.load(part.save());
    parts[0].merge(parts[1]);
    const whole = pageOf(one);
    expect(reportPage(parts[0].page() as ShownRun)).toBe(whole);
    expect(reportPage(loaded.page() as ShownRun)).toBe(whole);
    expect(pageOf(one)).toBe(whole);
  });

  const TWO = `customers:
  a: { currency: usd, timeline: [{ at: 2026-01-05, subscribe: { plan: pro } }, { after: 40 days, subscribe: { plan: max } }] }
  b: { currency: jpy, timeline: [{ at: 2026-01-05, subscribe: { plan: pro } }] }
`;
  const PLANS_IN_TWO = `plans:
  pro: { currency: usd, interval: month, unit_amount: 2000, currency_options: { jpy: { unit_amount: 3000 } } }
  max: { currency: usd, interval: month, unit_amount: 5000 }
`;

  it("shows everything in the reporting currency where there is one", () => {
    const page = pageOfText(`${CLOCK}reports: { currency: usd, rates: { jpy: 0.01 } }\n${PLANS_IN_TWO}${TWO}`);
    const { elements } = parsed(page);
    expect(elements.filter(({ tagName }) => tagName === "h2").map(textOf)).toContain("How the business went");
    expect(elements.filter((one) => attribute(one, "class") === "value").map(textOf)).toContain("USD100.00");
    const rows = elements.filter(({ tagName }) => tagName === "tr").map((row) => below(row).map(textOf));
    // 20.00 + 3,000 yen at 0.01 are 50.00 of pro.
    expect(rows).toContainEqual(["pro", "2", "2", "50.00", "50.0%"]);
    expect(rows).toContainEqual(["20 to below 50", "1", "50.0%", "30.00", "30.0%"]);
  });

  it("shows the whole and beside it what `by` splits", () => {
    const one = scenarioOf(`${CLOCK}reports: { currency: usd, rates: { jpy: 0.01 } }\n${PLANS_IN_TWO}${TWO}`);
    const { elements } = parsed(pageOf({ ...one, reports: { ...one.reports, by: ["population"] } }));
    expect(elements.filter(({ tagName }) => tagName === "h3").map(textOf)).toContain("By population");
    expect(elements.filter((element) => attribute(element, "class") === "value").map(textOf)).toContain("USD100.00");
    const headers = elements.filter(({ tagName }) => tagName === "thead").map(textOf);
    expect(headers).toContain("intervalnone");
  });

  it("shares what several plans bring by their list prices, and adds up to the closing", () => {
    const page = pageOfText(`${CLOCK}${PLANS}coupons:
  ten: { percent_off: 10, duration: forever }
customers:
  a: { timeline: [{ at: 2026-01-05, subscribe: { items: [{ plan: pro }, { plan: max, quantity: 3 }], coupon: ten } }] }
  b: { timeline: [{ at: 2026-02-05, subscribe: { plan: pro, quantity: 2 } }] }
`);
    const rows = parsed(page)
      .elements.filter(({ tagName }) => tagName === "tr")
      .map((row) => below(row).map(textOf));
    // 170.00 less 10 % is 153.00: 18.00 of pro and 135.00 of max. With b's 40.00 they are 193.00.
    expect(rows).toContainEqual(["max", "1", "3", "135.00", "69.9%"]);
    expect(rows).toContainEqual(["pro", "2", "3", "58.00", "30.1%"]);
    expect(rows).toContainEqual(["20 to below 50", "1", "50.0%", "40.00", "20.7%"]);
    expect(rows).toContainEqual(["100 to below 200", "1", "50.0%", "153.00", "79.3%"]);
  });
});
