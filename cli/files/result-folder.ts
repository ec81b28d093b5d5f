import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileProblem, InputError } from "../input-error.ts";
import { ResultFile, type WrittenFile } from "./result-file.ts";

/**
 * Writes the files of one run so that a reader sees the earlier result or the new one and nothing between: into a folder beside the
 * target, which takes the target's name when it is whole. A run that fails or is killed leaves the earlier result as it was; what it leaves behind
 * itself the next run clears away.
 */
export class ResultFolder {
  readonly target: string;
  private readonly draft: string;
  private readonly files: ResultFile[] = [];
  private partsFolder: string | undefined;
  private readonly earlier: string;

  /** `isOurs` tells the names of files that a run can write: a target that holds anything else is not ours to replace. */
  constructor(target: string, isOurs: (name: string) => boolean) {
    this.target = target;
    const full = resolve(target);
    const beside = (kind: string): string => join(dirname(full), `.${basename(full)}.${kind}-${process.pid}`);
    this.draft = beside("draft");
    this.earlier = beside("earlier");
    try {
      this.refuseForeign(isOurs);
      mkdirSync(dirname(full), { recursive: true });
      clearLeftovers(full);
      mkdirSync(this.draft);
    } catch (error) {
      throw error instanceof InputError ? error : this.unwritable(fileProblem(error));
    }
  }

  /** Writes one file in pieces, without holding its whole text. */
  write(name: string, pieces: Iterable<string>): WrittenFile {
    return this.writing(() => {
      const file = this.open(name);
      for (const piece of pieces) file.append(piece);
      return file.close();
    });
  }

  /** A file to write to while the run goes on. It is closed by whoever asked for it. */
  open(name: string): ResultFile {
    return this.writing(() => {
      const file = new ResultFile(join(this.draft, name), name);
      this.files.push(file);
      return file;
    });
  }

  /** A folder for parts of files that are put together before the results are published. */
  get parts(): string {
    return this.writing(() => {
      if (this.partsFolder !== undefined) return this.partsFolder;
      const folder = join(this.draft, "parts");
      mkdirSync(folder);
      this.partsFolder = folder;
      return folder;
    });
  }

  /** Does something with files; an error of the file system becomes one that says what to do, and nothing is left behind. */
  writing<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      this.abandon();
      throw (error as NodeJS.ErrnoException).syscall === undefined ? error : this.unwritable(fileProblem(error));
    }
  }

  /** The draft takes the target's place. */
  publish(): void {
    try {
      if (this.partsFolder !== undefined) rmSync(this.partsFolder, { recursive: true });
      const replaces = existsSync(this.target);
      if (replaces) renameSync(this.target, this.earlier);
      try {
        renameSync(this.draft, this.target);
      } catch (error) {
        if (replaces) renameSync(this.earlier, this.target);
        throw error;
      }
      rmSync(this.earlier, { recursive: true, force: true });
    } catch (error) {
      this.abandon();
      throw this.unwritable(fileProblem(error));
    }
  }

  /** Removes what was written so far; the earlier result stays. */
  abandon(): void {
    for (const file of this.files) file.abandon();
    rmSync(this.draft, { recursive: true, force: true });
  }

  private refuseForeign(isOurs: (name: string) => boolean): void {
    const about = statSync(this.target, { throwIfNoEntry: false });
    if (about === undefined) return;
    if (!about.isDirectory()) throw new InputError(`${this.target} is a file. The results are a folder of files; name another place with --out.`);
    const foreign = readdirSync(this.target).find((name) => !isOurs(name));
    if (foreign === undefined) return;
    throw new InputError(
      `${this.target} holds ${foreign}, which is not a result of billclock. The whole folder would be replaced; name a new or empty one with --out.`,
    );
  }

  /** The error for results that cannot be written, for this reason. */
  unwritable(reason: string): InputError {
    return new InputError(`The results cannot be written to ${this.target}: ${reason}. Name another folder with --out.`);
  }
}

/** Removes drafts of runs that died, and puts an earlier result back that died between two renames. */
function clearLeftovers(target: string): void {
  const folder = dirname(target);
  const prefix = `.${basename(target)}.`;
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(prefix)) continue;
    const match = /^(draft|earlier)-(\d+)$/.exec(name.slice(prefix.length));
    if (match === null || isAlive(Number(match[2]))) continue;
    if (match[1] === "earlier" && !existsSync(target)) renameSync(join(folder, name), target);
    else rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
