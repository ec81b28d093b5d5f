import { createHash, type Hash } from "node:crypto";
import { closeSync, openSync, readSync, rmSync, writeSync } from "node:fs";

/** Length and digest of a written file, as summary.json tells them. */
export interface WrittenFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

const PIECE = 1 << 20;

/** A file that is written piece by piece, without holding its text. Errors are those of the file system. */
export class ResultFile {
  private readonly name: string;
  private readonly descriptor: number;
  private readonly digest: Hash = createHash("sha256");
  private bytes = 0;
  private isOpen = true;

  /** A new file: one that is there already is an error. */
  constructor(path: string, name: string) {
    this.name = name;
    this.descriptor = openSync(path, "wx");
  }

  append(text: string): void {
    this.write(Buffer.from(text, "utf8"));
  }

  /** Puts a part behind it that was written elsewhere, and removes the part. */
  take(path: string): void {
    const part = openSync(path, "r");
    try {
      const piece = Buffer.allocUnsafe(PIECE);
      for (let length = readSync(part, piece); length > 0; length = readSync(part, piece)) this.write(piece.subarray(0, length));
    } finally {
      closeSync(part);
    }
    rmSync(path);
  }

  /** The file is complete. */
  close(): WrittenFile {
    if (this.isOpen) closeSync(this.descriptor);
    this.isOpen = false;
    return { name: this.name, bytes: this.bytes, sha256: this.digest.digest("hex") };
  }

  /** Gives the file up; it may be closed already. */
  abandon(): void {
    if (this.isOpen) closeSync(this.descriptor);
    this.isOpen = false;
  }

  private write(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length; ) from += writeSync(this.descriptor, bytes, from);
    this.digest.update(bytes);
    this.bytes += bytes.length;
  }
}
