import type { ReportFile } from "../collect.ts";
import { CsvChunks } from "../rendering/csv.ts";
import type { Saved } from "../saved.ts";

/** How much an importing system takes in one file. */
export interface FileLimits {
  readonly documents: number;
  readonly rows: number;
}

/**
 * Documents of several rows each, written into as many files as the limits ask for; no document is cut. The first file has the plain name, the
 * next are `name-2.csv`, `name-3.csv`. Parts that are put together give the same files as one that took all.
 */
export class SplitCsv {
  private readonly chunks = new CsvChunks();
  /** Rows of each document. */
  private readonly sizes: number[] = [];

  /** Rows of cells: a line break in one is a blank, for systems that read line by line. */
  add(rows: readonly string[][]): void {
    for (const row of rows) this.chunks.add(row.map((cell) => (/[\r\n]/.test(cell) ? cell.replace(/\s*[\r\n]+\s*/g, " ") : cell)));
    this.sizes.push(rows.length);
  }

  save(): Saved {
    return { texts: this.chunks.chunks(), numbers: Float64Array.from(this.sizes) };
  }

  /** Puts behind these what another one held. */
  load({ texts, numbers }: Saved): void {
    this.chunks.append(texts);
    for (const size of numbers) this.sizes.push(size);
  }

  /** At least one file, with the header alone when there is no document. */
  *files(name: string, header: string, limits: FileLimits): Generator<ReportFile> {
    const lines = this.lines();
    let number = 1;
    for (const rows of fileSizes(this.sizes, limits)) {
      const text = [header];
      for (let i = 0; i < rows; i++) text.push(`${lines.next().value}\n`);
      yield { name: number === 1 ? `${name}.csv` : `${name}-${number}.csv`, text };
      number++;
    }
  }

  private *lines(): Generator<string> {
    for (const chunk of this.chunks.chunks()) {
      const lines = chunk.split("\n");
      lines.pop();
      yield* lines;
    }
  }
}

/** How many rows go into each file. */
function fileSizes(sizes: readonly number[], limits: FileLimits): readonly number[] {
  const files: number[] = [];
  let documents = 0;
  let rows = 0;
  for (const size of sizes) {
    if (documents > 0 && (documents === limits.documents || rows + size > limits.rows)) {
      files.push(rows);
      documents = 0;
      rows = 0;
    }
    documents++;
    rows += size;
  }
  return [...files, rows];
}
