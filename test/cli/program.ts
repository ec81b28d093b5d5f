import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { inject, onTestFinished } from "vitest";
import { root } from "../repository.ts";

/** The built program. */
export const program = join(root, "dist", "program", "billclock.js");

export interface Answer {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the built program as a user would, without a terminal. */
export function billclock(args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): Answer {
  const failure = inject("buildFailure");
  if (failure !== "") throw new Error(`dist/ could not be built:\n${failure}`);
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { cwd, encoding: "utf8", env: { ...process.env, ...env } });
  return { status, stdout, stderr };
}

/** A new empty folder with these files, removed after the test. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), "billclock-cli-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** A small scenario: one customer who upgrades in mid-month. `price` is gold's. */
export const upgradeYaml = (price = 2000): string => `clock: { start: 2026-01-01, end: 2026-03-01 }
plans:
  gold: { currency: usd, interval: month, unit_amount: ${price} }
  platinum: { currency: usd, interval: month, unit_amount: 5000 }
customers:
  alice:
    timeline:
      - at: 2026-01-01
        subscribe: { plan: gold }
      - at: 2026-01-16T12:00:00Z
        change: { plan: platinum }
`;

/** Cancels twice, which Stripe refuses; the mistake is in line 9. */
export const refusedYaml = `clock: { start: 2026-01-01, end: 2026-03-01 }
plans: { gold: { currency: usd, interval: month, unit_amount: 2000 } }
customers:
  alice:
    timeline:
      - { at: 2026-01-01, subscribe: { plan: gold } }
      - { at: 2026-01-10, cancel: {} }
      - at: 2026-01-11
        cancel: {}
`;

/** Two mistakes: an unknown plan, an unknown key. */
export const brokenYaml = `clock: { start: 2026-01-01, end: 2026-03-01 }
plans: { gold: { currency: usd, interval: month, unit_amont: 2000 } }
customers:
  alice:
    timeline:
      - { at: 2026-01-01, subscribe: { plan: silver } }
`;
