import type { Complaint } from "./issue.ts";

/**
 * The files that a scenario names: usage as CSV, for now. The engine knows no file system; whoever reads a scenario hands in where its files
 * come from. A path is relative to the scenario, with `/`, and has been checked not to leave its folder by its words; whether it does so by
 * a link is the reader's to check.
 */
export interface InputFiles {
  /**
   * The text of a file, piece by piece, cut anywhere: so a file need not fit into memory. Without byte order mark.
   *
   * @throws InputFileProblem at once, or between two pieces, when it cannot be read.
   */
  open(path: string): Iterable<string>;
}

/** Why a file that a scenario names cannot be read. */
export class InputFileProblem extends Error {
  override readonly name = "InputFileProblem";
  readonly complaint: Complaint;
  constructor(complaint: Complaint) {
    super(complaint.message);
    this.complaint = complaint;
  }
}

/** For scenarios that are read where there are no files. */
export const noFiles: InputFiles = {
  open(path) {
    throw new InputFileProblem({
      code: "no-files",
      message: `The file "${path}" cannot be read here.`,
      rule: "This scenario was read without the files beside it.",
      remedy: "Read it with the command line, or hand in where its files come from.",
    });
  },
};

/** A path as a scenario names it stays below the scenario's folder. Undefined: it does. */
export function pathComplaint(path: string): Complaint | undefined {
  const parts = path.split("/");
  const isPlain = parts.every((part) => part !== "" && part !== "." && part !== "..") && !/[\\:\p{Cc}]/u.test(path);
  if (isPlain) return undefined;
  return {
    code: "path-outside",
    message: `The path ${JSON.stringify(path)} is not that of a file in the scenario's folder.`,
    rule: "A file stands beside the scenario or in a folder below: no absolute path, no `..`, no backslash.",
    remedy: "Move the file there, and write its path with `/`, such as usage.csv or data/usage.csv.",
  };
}

/** The file as messages name it: the scenario's own folder before its path. */
export function besideScenario(scenario: string, path: string): string {
  return scenario.slice(0, Math.max(scenario.lastIndexOf("/"), scenario.lastIndexOf("\\")) + 1) + path;
}
