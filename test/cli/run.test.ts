import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { books } from "../../reports/books/registry.ts";
import { reportFileNames } from "../../reports/index.ts";
import { billclock, brokenYaml, folderWith, refusedYaml, upgradeYaml } from "./program.ts";

const failing = `${upgradeYaml()}expect:\n  - { invoice: alice-0001, total: 1999 }\n`;
/** Higher than any process of the machine. */
const NOBODY = 2 ** 30;

/** What a run of scripted customers writes. */
const FILES = [...reportFileNames.map((name) => `${name}.csv`), ...books.map(({ name, extension }) => `${name}.${extension}`), "report.html", "summary.json"];

/** Everything in a folder, by name. */
const contents = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder)
      .toSorted()
      .map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );

describe("run", () => {
  it("prints a table, writes every file into out/<scenario>, and says where", () => {
    const folder = folderWith({ "shop/upgrade.yaml": upgradeYaml() });
    const { status, stdout, stderr } = billclock(["run", "shop/upgrade.yaml"], folder);
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(stdout).toMatch(/alice-0001 .* USD 20\.00/);
    expect(stdout).toContain(`${FILES.length} files in out/upgrade: `);
    expect(readdirSync(join(folder, "out"))).toEqual(["upgrade"]);
    expect(readdirSync(join(folder, "out", "upgrade")).toSorted()).toEqual(FILES.toSorted());
  });

  it("summary.json holds the digest of the scenario and of every other file", () => {
    const folder = folderWith({ "a.yaml": upgradeYaml() });
    billclock(["run", "a.yaml", "--out", "here"], folder);
    const { "summary.json": summary = "", ...files } = contents(join(folder, "here"));
    const digest = (text: string): string => createHash("sha256").update(text).digest("hex");
    const said = JSON.parse(summary) as { scenario_sha256: string; files: { name: string; sha256: string }[] };
    expect(said.scenario_sha256).toBe(digest(upgradeYaml()));
    expect(Object.fromEntries(said.files.map(({ name, sha256 }) => [name, sha256]))).toEqual(
      Object.fromEntries(Object.entries(files).map(([name, text]) => [name, digest(text)])),
    );
  });

  it("--only writes the named files and the summary", () => {
    const folder = folderWith({ "a.yaml": upgradeYaml() });
    const { status } = billclock(["run", "a.yaml", "--only", "invoices, mrr.csv"], folder);
    expect(status).toBe(0);
    expect(readdirSync(join(folder, "out", "a")).toSorted()).toEqual(["invoices.csv", "mrr.csv", "summary.json"]);
  });

  it("--only report writes the page and the summary, and without it there is no page", () => {
    const folder = folderWith({ "a.yaml": upgradeYaml() });
    expect(billclock(["run", "a.yaml", "--only", "report.html", "--out", "page"], folder).status).toBe(0);
    expect(readdirSync(join(folder, "page")).toSorted()).toEqual(["report.html", "summary.json"]);
    billclock(["run", "a.yaml", "--out", "all"], folder);
    expect(contents(join(folder, "page"))["report.html"]).toBe(contents(join(folder, "all"))["report.html"]);
  });

  it("--only refuses a name that is no file of a run, and lists those that are", () => {
    const folder = folderWith({ "a.yaml": upgradeYaml() });
    const { status, stderr } = billclock(["run", "a.yaml", "--only", "invoises"], folder);
    expect(status).toBe(2);
    expect(stderr).toContain('"invoises"');
    expect(stderr).toContain("invoices");
    expect(existsSync(join(folder, "out"))).toBe(false);
  });

  it("books are named like other files; of populations those with a row per document come only so", () => {
    const crowd = "name: crowd\nseed: 1\nclock: { start: 2026-01-01, for: 3 months }\nplans: { pro: { currency: usd, unit_amount: 900, interval: month } }\n";
    const populations = "populations: { many: { signups: { each_month: [60, 60, 0] }, subscribe: { all: { plan: pro } } } }\n";
    const folder = folderWith({ "a.yaml": crowd + populations });
    billclock(["run", "a.yaml"], folder);
    expect(readdirSync(join(folder, "out", "a")).filter((name) => /^(quickbooks_inv|xero)/.test(name))).toEqual([]);
    const { status, stderr } = billclock(["run", "a.yaml", "--only", "quickbooks_invoices.csv, xero_invoices"], folder);
    expect([status, stderr]).toEqual([0, ""]);
    // 60 + 120 + 120 invoices, 100 a file.
    const split = ["quickbooks_invoices-2.csv", "quickbooks_invoices-3.csv", "quickbooks_invoices.csv", "summary.json", "xero_invoices.csv"];
    expect(readdirSync(join(folder, "out", "a")).toSorted()).toEqual(split);
    expect(billclock(["run", "a.yaml"], folder).status).toBe(0);
  });

  it("--seed stands in the summary and on the page, and changes nothing that is not drawn", () => {
    const folder = folderWith({ "a.yaml": upgradeYaml() });
    billclock(["run", "a.yaml", "--out", "one"], folder);
    billclock(["run", "a.yaml", "--out", "two", "--seed", "0042"], folder);
    const { "summary.json": one = "", "report.html": pageOne = "", ...filesOne } = contents(join(folder, "one"));
    const { "summary.json": two = "", "report.html": pageTwo = "", ...filesTwo } = contents(join(folder, "two"));
    expect(filesTwo).toEqual(filesOne);
    const SEED = '<dt>Seed</dt><dd dir="auto">';
    expect(pageTwo.replaceAll(`${SEED}0042`, `${SEED}0`).replaceAll("<td>0042</td>", "<td>0</td>")).toBe(pageOne);
    expect(two).toContain('"seed": "0042"');
    expect(one).not.toContain("0042");
  });

  it("gives the same bytes in another time zone, language and folder", () => {
    const folder = folderWith({ "a.yaml": upgradeYaml(), "deep/er/a.yaml": upgradeYaml() });
    const here = billclock(["run", "a.yaml", "--out", "same"], folder, { TZ: "UTC", LANG: "C" });
    const there = billclock(["run", "a.yaml", "--out", "same"], join(folder, "deep/er"), { TZ: "Asia/Tokyo", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" });
    expect(there).toEqual(here);
    expect(contents(join(folder, "deep/er/same"))).toEqual(contents(join(folder, "same")));
  });

  it("writes a scenario with mistakes not at all: each with its place, exit 2", () => {
    const folder = folderWith({ "a.yaml": brokenYaml });
    const { status, stdout, stderr } = billclock(["run", "a.yaml"], folder);
    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain("a.yaml:2:");
    expect(stderr).toContain("a.yaml:6:");
    expect(existsSync(join(folder, "out"))).toBe(false);
  });

  it("a refused action is an error with its place, exit 2, and leaves the earlier result as it was", () => {
    const folder = folderWith({ "a.yaml": upgradeYaml() });
    billclock(["run", "a.yaml"], folder);
    const earlier = contents(join(folder, "out", "a"));
    writeFileSync(join(folder, "a.yaml"), refusedYaml);
    const { status, stdout, stderr } = billclock(["run", "a.yaml"], folder);
    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/a\.yaml:[89]:\d+: error: customers\.alice\.timeline\[2\]/);
    expect(contents(join(folder, "out", "a"))).toEqual(earlier);
    expect(readdirSync(join(folder, "out"))).toEqual(["a"]);
  });

  it("an expectation that fails is exit 1, with expected and actual, and the files are written", () => {
    const folder = folderWith({ "a.yaml": failing });
    const { status, stdout, stderr } = billclock(["run", "a.yaml"], folder);
    expect(status).toBe(1);
    expect(stderr).toMatch(/a\.yaml:13:/);
    expect(stderr).toContain("19.99");
    expect(stderr).toContain("20.00");
    expect(stdout).toContain("files in out/a");
    expect(existsSync(join(folder, "out", "a", "invoices.csv"))).toBe(true);
  });

  it("prints no colour codes when nobody looks", () => {
    const folder = folderWith({ "a.yaml": failing });
    const { stdout, stderr } = billclock(["run", "a.yaml"], folder, { FORCE_COLOR: "1" });
    expect(stdout + stderr).not.toContain("\u001B");
  });
});

describe("the result folder", () => {
  it("replaces an earlier result as a whole", () => {
    const folder = folderWith({ "a.yaml": upgradeYaml() });
    billclock(["run", "a.yaml", "--out", "r"], folder);
    billclock(["run", "a.yaml", "--out", "r", "--only", "mrr"], folder);
    expect(readdirSync(join(folder, "r")).toSorted()).toEqual(["mrr.csv", "summary.json"]);
  });

  it("a folder that holds anything else is not replaced", () => {
    const folder = folderWith({ "a.yaml": upgradeYaml(), "mine/notes.txt": "keep" });
    const { status, stderr } = billclock(["run", "a.yaml", "--out", "mine"], folder);
    expect(status).toBe(2);
    expect(stderr).toContain("notes.txt");
    expect(contents(join(folder, "mine"))).toEqual({ "notes.txt": "keep" });
  });

  it.each([
    ["a file", "a.yaml", /is a file/],
    ["below a file", "a.yaml/out", /is a file, not a folder/],
    ["nothing", "", /--out is empty/],
  ])("--out that names %s is refused", (_title, out, said) => {
    const folder = folderWith({ "a.yaml": upgradeYaml() });
    const { status, stderr } = billclock(["run", "a.yaml", "--out", out], folder);
    expect(status).toBe(2);
    expect(stderr).toMatch(said);
    expect(readdirSync(folder)).toEqual(["a.yaml"]);
  });

  it("what a killed run left behind is cleared away by the next one, and its earlier result comes back", () => {
    const folder = folderWith({ "a.yaml": upgradeYaml(), [`out/.a.draft-${NOBODY}/half.csv`]: "x", [`out/.a.earlier-${NOBODY}/mrr.csv`]: "earlier" });
    writeFileSync(join(folder, "a.yaml"), refusedYaml);
    billclock(["run", "a.yaml"], folder);
    expect(readdirSync(join(folder, "out"))).toEqual(["a"]);
    expect(contents(join(folder, "out", "a"))).toEqual({ "mrr.csv": "earlier" });
  });

  it("a draft of a run that is still alive is left alone", () => {
    const folder = folderWith({ "a.yaml": upgradeYaml() });
    const alive = `.a.draft-${process.pid}`;
    mkdirSync(join(folder, "out", alive), { recursive: true });
    expect(billclock(["run", "a.yaml"], folder).status).toBe(0);
    expect(readdirSync(join(folder, "out")).toSorted()).toEqual([alive, "a"]);
  });
});

describe("the scenario file", () => {
  it.each([
    ["is missing", "nowhere.yaml", /does not exist/],
    ["is a folder", "folder", /is a folder/],
    ["is no regular file", "/dev/null", /not a regular file/],
    ["is not UTF-8", "latin1.yaml", /not UTF-8 text \(byte 0xE9 in line 2\)/],
    ["ends inside a character", "cut.yaml", /byte 0xE3 in line 1/],
    ["is empty", "empty.yaml", /empty\.yaml/],
  ])("that %s is refused with exit 2", (_title, file, said) => {
    const folder = folderWith({
      "folder/a.yaml": upgradeYaml(),
      "latin1.yaml": Buffer.from("name: a\n# caf\xE9\n", "latin1"),
      "cut.yaml": Buffer.from([0x61, 0xe3, 0x81]),
      "empty.yaml": "",
    });
    const { status, stderr } = billclock(["run", file], folder);
    expect(stderr).toMatch(said);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(status).toBe(2);
  });
});
