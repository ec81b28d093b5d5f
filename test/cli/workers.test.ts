import { spawn } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runOnWorkers } from "../../cli/workers/run-on-workers.ts";
import { defaultWorkers, rangesFor, workersAsked } from "../../cli/workers/worker-count.ts";
import { billclock, folderWith, program, upgradeYaml } from "./program.ts";

/** Scripted customers and two populations, in which much happens. */
const business = (perMonth: number, months = 7): string => `seed: 7
clock: { start: 2026-01-01, for: ${months} months }
plans:
  basic: { currency: usd, interval: month, unit_amount: 1900, currency_options: { eur: { unit_amount: 1700 } } }
  plus: { currency: usd, interval: month, unit_amount: 4900, currency_options: { eur: { unit_amount: 4500 } } }
  api: { currency: usd, interval: month, usage_type: metered, unit_amount_decimal: "0.05", currency_options: { eur: { unit_amount_decimal: "0.04" } } }
coupons: { half: { percent_off: 50, duration: once, max_redemptions: 1 } }
cards: { typical: { declines: { rate: 20% } } }
customers:
  ann: { timeline: [{ at: 2026-01-05, subscribe: { plan: plus, coupon: half } }] }
  bob: { timeline: [{ at: 2026-02-05, subscribe: { plan: basic } }, { at: 2026-03-01, credit: { amount: 500 } }] }
populations:
  first:
    signups: { per_month: ${perMonth}, growth: 5% }
    attributes: { segment: { solo: 70%, team: 30% } }
    currency: { usd: 60%, eur: 40% }
    card: typical
    subscribe:
      basic: { weight: 2, plan: basic, trial: 14 days, converts: 60% }
      plus: { weight: 1, items: [{ plan: plus, quantity: { distribution: poisson, mean: 3, min: 1 } }, { plan: api }] }
    usage: { calls: { plan: api, every: 1 week, quantity: { distribution: poisson, mean: 900 } } }
    behavior:
      churn: { cancel: { rate: 8% } }
      upgrade: { change: { from: basic, to: plus, rate: 5% } }
      back: { return: { rate: 5% } }
  second:
    signups: { each_month: [3, 0, 4] }
    subscribe: { all: { plan: basic } }
expect:
  - { invoice: ann-0001, total: 2450 }
`;

/** Everything in a folder, by name. */
const contents = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder)
      .toSorted()
      .map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );

describe("--workers", () => {
  it("1, 2, 3 and 7 give the same bytes, with a row per thing too", () => {
    const folder = folderWith({ "a.yaml": business(60) });
    const run = (workers: string): Record<string, string> => {
      const { status, stdout, stderr } = billclock(["run", "a.yaml", "--ledger", "--out", "here", "--workers", workers], folder);
      expect([status, stderr]).toEqual([0, ""]);
      return { ...contents(join(folder, "here")), stdout };
    };
    const one = run("1");
    expect(one["invoices.csv"]?.split("\n").length).toBeGreaterThan(1000);
    for (const workers of ["2", "3", "7"]) expect(run(workers)).toEqual(one);
  });

  it("of a small run without rows, of one without populations and by default are the same as well", () => {
    const folder = folderWith({ "a.yaml": business(3), "script.yaml": upgradeYaml() });
    for (const [file, ...options] of [["a.yaml"], ["script.yaml"], ["a.yaml", "--only", "mrr,payments"]] as const) {
      const run = (...workers: readonly string[]): Record<string, string> => {
        expect(billclock(["run", file, "--out", "here", ...options, ...workers], folder).status).toBe(0);
        return contents(join(folder, "here"));
      };
      expect(run("--workers", "2")).toEqual(run());
    }
  });

  it("are a whole number from 1 on", () => {
    const folder = folderWith({ "a.yaml": upgradeYaml() });
    for (const wrong of ["0", "-1", "two", "1.5", "1e2", "300"]) {
      const { status, stderr } = billclock(["run", "a.yaml", "--workers", wrong], folder);
      expect(status).toBe(2);
      expect(stderr).toContain(`--workers is "${wrong}". It is a whole number from 1 to 256`);
    }
    expect([workersAsked(undefined), workersAsked("12")]).toEqual([undefined, 12]);
  });

  it("a refused action of a script is told before a thread begins, and nothing is written", () => {
    const folder = folderWith({ "a.yaml": business(3).replace("credit: { amount: 500 }", "uncancel: {}") });
    const { status, stderr } = billclock(["run", "a.yaml", "--workers", "2"], folder);
    expect(status).toBe(2);
    expect(stderr).toContain("a.yaml:11:");
    expect(stderr).toContain("Nothing was written.");
    expect(readdirSync(join(folder, "out"))).toEqual([]);
  });

  it("an expectation that fails is told once, exit 1", () => {
    const folder = folderWith({ "a.yaml": business(3).replace("total: 2450", "total: 2451") });
    const { status, stderr } = billclock(["run", "a.yaml", "--workers", "2"], folder);
    expect(status).toBe(1);
    expect(stderr.match(/expected/g)).toHaveLength(1);
  });

  it("Ctrl-C leaves the earlier result whole, and nothing else behind", async () => {
    const folder = folderWith({ "a.yaml": business(3) });
    expect(billclock(["run", "a.yaml"], folder).status).toBe(0);
    const earlier = contents(join(folder, "out", "a"));
    writeFileSync(join(folder, "a.yaml"), business(1_000_000, 36));
    const child = spawn(process.execPath, [program, "run", "a.yaml", "--ledger", "--workers", "2"], { cwd: folder });
    const isAtWork = (): boolean => readdirSync(join(folder, "out")).some((name) => name.includes(".draft-"));
    for (let tries = 0; !isAtWork() && tries < 3000; tries++) await new Promise((resolve) => setTimeout(resolve, 10));
    // It listens from the moment at which its threads begin.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const ended = new Promise((resolve) => child.once("exit", (code, signal) => resolve(code ?? signal)));
    child.kill("SIGINT");
    expect([130, "SIGINT"]).toContain(await ended);
    expect(contents(join(folder, "out", "a"))).toEqual(earlier);
    writeFileSync(join(folder, "a.yaml"), business(3));
    expect(billclock(["run", "a.yaml"], folder).status).toBe(0);
    expect(readdirSync(join(folder, "out"))).toEqual(["a"]);
  });
});

describe("ranges", () => {
  it("cover all places, in order, without a gap", () => {
    for (const [from, to, workers] of [
      [2, 2, 3],
      [0, 1, 4],
      [5, 100_000, 7],
      [3, 700, 2],
    ] as const) {
      const ranges = rangesFor({ from, to }, workers);
      expect(ranges.flatMap((range) => [range.from, range.to]).slice(1, -1)).toEqual(ranges.slice(1).flatMap(({ from: cut }) => [cut, cut]));
      expect([ranges[0]?.from ?? to, ranges.at(-1)?.to ?? from]).toEqual([from === to ? to : from, from === to ? from : to]);
    }
    expect(rangesFor({ from: 0, to: 1_000_000 }, 2)).toHaveLength(16);
  });

  it("small runs stay in one thread", () => {
    expect(defaultWorkers(10_000, 12 * 2_628_000)).toBe(1);
    expect(defaultWorkers(1_000_000, 36 * 2_628_000)).toBeGreaterThanOrEqual(1);
  });
});

describe("an error in a worker", () => {
  it("ends the run with its message, also when an earlier range is still at work", async () => {
    const folder = folderWith({
      "worker.mjs": `export async function runRange({ customers }) {
        if (customers.from > 0) throw new Error("the balance of people-2026-03-0017 does not add up");
        await new Promise((resolve) => setTimeout(resolve, 60_000));
      }`,
    });
    const description = { file: "a.yaml", text: "", seed: undefined, wanted: {} };
    const ranges = [
      { from: 0, to: 1 },
      { from: 1, to: 2 },
    ];
    const run = runOnWorkers(
      { workers: 2, run: description, ranges, parts: folder, progress: undefined, before: [0, 0, 0], worker: join(folder, "worker.mjs") },
      () => {},
    );
    await expect(run).rejects.toThrow("the balance of people-2026-03-0017 does not add up");
  });
});
