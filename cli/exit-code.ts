/** What the program answers its caller with (outputs.md). */
export const EXIT = {
  fine: 0,
  /** A golden differs, an expectation failed. */
  checkFailed: 1,
  /** A bad scenario, a refused action, a bad option. */
  wrongInput: 2,
  /** The program itself failed. */
  internal: 3,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Of several files' answers the gravest. */
export function gravest(a: ExitCode, b: ExitCode): ExitCode {
  return a > b ? a : b;
}
