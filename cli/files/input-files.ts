import { createHash } from "node:crypto";
import { closeSync, openSync, readSync, realpathSync, statSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { TextDecoder } from "node:util";
import { InputFileProblem, type InputFiles } from "../../engine/language/input-files.ts";
import { fileProblem } from "../input-error.ts";

const PIECE = 65_536;

/** A file that a scenario names, as it was read. */
export interface InputDigest {
  readonly name: string;
  readonly sha256: string;
}

/** The files in the folder of a scenario and below; what was read to its end is remembered by its digest. */
export class ScenarioFolder implements InputFiles {
  private readonly folder: string;
  private readonly digests = new Map<string, string>();

  constructor(scenarioFile: string) {
    this.folder = dirname(scenarioFile);
  }

  /** In the order of their names. */
  get read(): readonly InputDigest[] {
    return [...this.digests].map(([name, sha256]) => ({ name, sha256 })).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  open(path: string): Iterable<string> {
    return this.pieces(path, this.locate(path));
  }

  /** The real place of the file: below the folder also when links are followed. */
  private locate(path: string): string {
    try {
      const folder = realpathSync(this.folder);
      const file = realpathSync(join(this.folder, path));
      const inside = folder.endsWith(sep) ? folder : `${folder}${sep}`;
      if (!file.startsWith(inside)) throw problem(path, "is a link that leaves the scenario's folder", "Copy the file there.");
      if (!statSync(file).isFile()) throw problem(path, "is no regular file", "Name a CSV file.");
      return file;
    } catch (error) {
      throw error instanceof InputFileProblem
        ? error
        : problem(path, `cannot be read: ${fileProblem(error)}`, "Check the path; it is relative to the scenario.");
    }
  }

  private *pieces(path: string, file: string): Generator<string> {
    const decoder = new TextDecoder("utf-8", { fatal: true });
    const hash = createHash("sha256");
    const bytes = Buffer.alloc(PIECE);
    const descriptor = openSync(file, "r");
    try {
      for (let length = readSync(descriptor, bytes); length > 0; length = readSync(descriptor, bytes)) {
        const piece = bytes.subarray(0, length);
        hash.update(piece);
        yield decoder.decode(piece, { stream: true });
      }
      yield decoder.decode();
      this.digests.set(path, hash.digest("hex"));
    } catch (error) {
      if (error instanceof TypeError) throw problem(path, "is not UTF-8 text", "Save it as UTF-8.");
      throw problem(path, `cannot be read: ${fileProblem(error)}`, "Check the file.");
    } finally {
      closeSync(descriptor);
    }
  }
}

function problem(path: string, what: string, remedy: string): InputFileProblem {
  return new InputFileProblem({
    code: "unreadable-file",
    message: `The file "${path}" ${what}.`,
    rule: "A file that a scenario names is UTF-8 text in the scenario's folder or below.",
    remedy,
  });
}
