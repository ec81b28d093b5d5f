import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Console } from "../../cli/console.ts";
import { EXIT, gravest } from "../../cli/exit-code.ts";
import { difference } from "../../cli/golden-check.ts";
import { fileProblem, InputError } from "../../cli/input-error.ts";
import { answerTo } from "../../cli/program.ts";
import { countDone, Progress, reachedText } from "../../cli/progress.ts";
import { loadScenario, runScenario, thereAre } from "../../cli/scenario-run.ts";
import { silentSink } from "../../cli/silent-sink.ts";
import type { Account } from "../../engine/account/account.ts";
import { InvariantError } from "../../engine/assert.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { root } from "../repository.ts";
import { billclock, folderWith, upgradeYaml } from "./program.ts";

/** A console that remembers, and marks colours by their names. */
function listening(showsProgress = false): Console & { told: string } {
  return {
    told: "",
    out(text) {
      this.told += text;
    },
    err(text) {
      this.told += text;
    },
    width: undefined,
    showsProgress,
    paint: (colour, text) => `<${colour}>${text}</${colour}>`,
  };
}

describe("the built program", () => {
  it("is ASCII, as which it is read", () => {
    const built = readFileSync(join(root, "dist/program/program.cjs"));
    expect(built.findIndex((byte) => byte > 127)).toBe(-1);
    const folder = folderWith({ "a.yaml": upgradeYaml().replaceAll("usd", "jpy") });
    billclock(["run", "a.yaml", "--out", "r"], folder);
    expect(readFileSync(join(folder, "r", "invoice_lines.csv"), "utf8")).toContain("(at ¥");
  });
});

describe("a bug of ours", () => {
  it("names seed, customer, instant and the command that replays it", () => {
    const loaded = loadScenario(`${folderWith({ "it's a.yaml": upgradeYaml() })}/it's a.yaml`, "7 7");
    const sink = silentSink();
    sink.invoice = () => {
      throw new TypeError("x is not a function");
    };
    const run = (): unknown => runScenario(loaded, loaded.scenario as Scenario, sink, listening());
    expect(run).toThrow(InvariantError);
    expect(run).toThrow(/x is not a function/);
    expect(run).toThrow(/seed 7 7, customer "alice", at 2026-01-01T00:00:00Z/);
    expect(run).toThrow(/billclock run '.*it'\\''s a\.yaml' --seed '7 7'/);
  });

  it("is exit 3, with the stack of its cause", () => {
    const console = listening();
    const cause = new TypeError("x is not a function");
    expect(answerTo(new InvariantError("broken", { cause }), console)).toBe(EXIT.internal);
    expect(console.told).toContain("This is a bug in billclock");
    expect(console.told).toContain("program-parts.test.ts");
  });

  it("a mistake of the user is exit 2, without a stack", () => {
    const console = listening();
    expect(answerTo(new InputError("no such thing."), console)).toBe(EXIT.wrongInput);
    expect(console.told).toBe("<red>error</red>: no such thing.\n");
  });

  it("of several answers the gravest counts", () => {
    expect(gravest(gravest(EXIT.fine, EXIT.internal), EXIT.checkFailed)).toBe(EXIT.internal);
  });
});

describe("a difference", () => {
  const lines = (count: number): string => Array.from({ length: count }, (_, i) => `line ${i}\n`).join("");

  it("shows three lines around what changed, in colour, with its place", () => {
    const text = difference(lines(20), lines(20).replace("line 9", "line nine"), "a.golden.txt", listening());
    expect(text).toContain("<dim>@@ a.golden.txt:7 @@</dim>\n line 6\n line 7\n line 8\n<red>-line 9</red>\n<green>+line nine</green>\n line 10\n");
    expect(text).not.toContain("line 5\n");
  });

  it("of everything is cut", () => {
    const text = difference(lines(500), lines(500).replaceAll("line", "row"), "a.golden.txt", listening());
    expect(text.split("\n").length).toBeLessThan(210);
    expect(text).toMatch(/\.\.\. and \d+ more lines/);
  });

  it("of line ends alone is named as such", () => {
    expect(difference(lines(3).replaceAll("\n", "\r\n"), lines(3), "a.golden.txt", listening())).toMatch(/line ends of Windows/);
  });
});

describe("progress", () => {
  const places = 100;

  it("is drawn for long work, ten times a second at most, and wiped at the end", () => {
    const console = listening(true);
    let now = 0;
    const progress = new Progress(places, console, () => now);
    for (let i = 1; i <= places; i++) {
      now += 20;
      progress.show({ places: i, customers: i, invoices: 30 * i });
    }
    progress.wipe();
    expect(console.told).toContain("[############------------] 50%  50 customers  1,500 invoices/s  0:01 left");
    expect(console.told.match(/left/g)).toHaveLength(11);
    // The last thing that is done to the line is to clear it.
    expect(console.told.lastIndexOf("\u001B[2K")).toBeGreaterThan(console.told.lastIndexOf("left"));
  });

  it("is not drawn for short work, nor without a terminal", () => {
    for (const console of [listening(true), listening(false)]) {
      let now = 0;
      const progress = new Progress(places, console, () => (console.showsProgress ? 0 : (now += 1e6)));
      for (let i = 1; i <= places; i++) progress.show({ places: i, customers: i, invoices: i });
      progress.wipe();
      expect(console.told).toBe("");
    }
  });

  it("says how many are done, how fast it goes and how long it takes", () => {
    expect(reachedText({ places: 250_000, customers: 240_123, invoices: 4_000_000 }, 1_000_000, 8000)).toBe("240,123 customers  500,000 invoices/s  0:24 left");
    expect(reachedText({ places: 10, customers: 9, invoices: 100 }, 100_000, 1000)).toBe("9 customers  100 invoices/s  2:46:39 left");
    expect(reachedText({ places: 0, customers: 0, invoices: 0 }, 100, 0)).toBe("0 customers  0 invoices/s  0:00 left");
  });

  it("counts those who are done, and their invoices", () => {
    const sink = silentSink();
    const reached = { places: 0, customers: 0, invoices: 0 };
    let calls = 0;
    countDone(sink, reached, () => calls++);
    for (const invoiceNumber of [3, 0, 12]) sink.end({ invoiceNumber } as Account);
    expect([reached, calls]).toEqual([{ places: 0, customers: 3, invoices: 15 }, 3]);
  });
});

describe("words", () => {
  it("a name that is not there is answered with the nearest and the first ten", () => {
    const names = Array.from({ length: 12 }, (_, i) => `alice-${String(i + 1).padStart(4, "0")}`);
    expect(thereAre("alise-0012", names)).toMatch(/^Did you mean alice-0012\? There are alice-0001, .*, alice-0010 and 2 more\.$/);
    expect(thereAre("bob", ["alice"])).toBe("There is alice.");
    expect(thereAre("bob", [])).toBe("There is none at all.");
  });

  it("errors of the file system are told in words, unknown ones as they are", () => {
    expect(fileProblem(Object.assign(new Error("EACCES: x"), { code: "EACCES" }))).toBe("permission is denied");
    expect(fileProblem(new Error("odd"))).toBe("odd");
  });
});
