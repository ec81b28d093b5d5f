import { InputFileProblem } from "../../../language/input-files.ts";

/** A file whose rows are wrong when the run reads them, and were right when they were checked. */
export function changedFile(path: string): InputFileProblem {
  return new InputFileProblem({
    code: "changed-file",
    message: `The file "${path}" is another one than was checked before the run.`,
    rule: "A file that a scenario names stays as it is while the scenario runs.",
    remedy: "Run it again.",
  });
}
