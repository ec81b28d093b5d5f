import { describe, expect, it } from "vitest";
import type { Console } from "../../cli/console.ts";
import { EXIT, gravest } from "../../cli/exit-code.ts";
import { difference } from "../../cli/golden-check.ts";
import { fileProblem, InputError } from "../../cli/input-error.ts";
import { answerTo } from "../../cli/program.ts";
import { bar, drawProgress } from "../../cli/progress.ts";
import { loadScenario, runScenario, thereAre } from "../../cli/scenario-run.ts";
import { silentSink } from "../../cli/silent-sink.ts";
import type { Account } from "../../engine/account/account.ts";
import { InvariantError } from "../../engine/assert.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { folderWith, upgradeYaml } from "./program.ts";

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
  const customers = 100;
  const account = {} as Account;

  it("is drawn for long work, ten times a second at most, and wiped at the end", () => {
    const console = listening(true);
    const sink = silentSink();
    let now = 0;
    const wipe = drawProgress(sink, customers, console, () => now);
    for (let i = 0; i < customers; i++) {
      now += 20;
      sink.end(account);
    }
    wipe();
    expect(console.told.match(/customers/g)).toHaveLength(11);
    expect(console.told.endsWith("\r\u001B[K")).toBe(true);
  });

  it("is not drawn for short work, nor without a terminal", () => {
    for (const console of [listening(true), listening(false)]) {
      const sink = silentSink();
      const wipe = drawProgress(sink, customers, console, () => (console.showsProgress ? 0 : 1e9));
      for (let i = 0; i < customers; i++) sink.end(account);
      wipe();
      expect(console.told).toBe("");
    }
  });

  it("fills from left to right", () => {
    expect([bar(0, 4), bar(2, 4), bar(4, 4)].map((text) => text.slice(0, 32))).toEqual([
      `[${"-".repeat(30)}]`,
      `[${"#".repeat(15)}${"-".repeat(15)}]`,
      `[${"#".repeat(30)}]`,
    ]);
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
