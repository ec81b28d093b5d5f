import { type CsvRecord, cellSpan, csvRecords } from "./csv-records.ts";
import { didYouMean, listed } from "./did-you-mean.ts";
import { InputFileProblem, type InputFiles } from "./input-files.ts";
import type { Complaint, Issue, IssueList } from "./issue.ts";
import { SourceText } from "./source-text.ts";

/** The columns of a kind of file. */
export interface CsvColumns {
  /** `A usage file` */
  readonly what: string;
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** What the column that the file calls so is here; undefined: it is passed over. Without this function, what it is called. */
  readonly nameOf?: (header: string) => string | undefined;
  /** Whether the file may have this column besides. Without this function it may have no others. */
  readonly takes?: (name: string) => boolean;
}

/** More mistakes of one file than this are not shown. */
const MOST_SHOWN = 100;

const TOO_MANY: Omit<Issue, "file"> = {
  code: "too-many-issues",
  severity: "error",
  line: 1,
  column: 1,
  path: "",
  message: `There are more mistakes in this file; the first ${MOST_SHOWN} are shown.`,
  rule: `At most ${MOST_SHOWN} mistakes of such a file are shown.`,
  remedy: "Correct these first.",
  excerpt: "",
};

/** One row under a header, by column. */
export class CsvRow {
  private readonly table: CsvTable;
  private readonly record: CsvRecord;
  /** It had a mistake: nothing comes of it. */
  isBroken = false;

  constructor(table: CsvTable, record: CsvRecord) {
    this.table = table;
    this.record = record;
  }

  get line(): number {
    return this.record.line;
  }

  /** The cell of a column; empty also where the file has no such column. */
  cell(column: string): string {
    return this.record.cells?.[this.table.indexOf(column)] ?? "";
  }

  refuse(column: string, complaint: Complaint): undefined {
    this.isBroken = true;
    this.table.complain(this.record, this.table.indexOf(column), column, complaint);
    return undefined;
  }
}

/**
 * A CSV file that a scenario names, row by row. What is wrong with it is told with its place in the file, all at once, up to a number that
 * somebody reads.
 */
export class CsvTable {
  private readonly issues: IssueList;
  /** As messages name it. */
  private readonly file: string;
  private readonly columns: CsvColumns;
  private readonly places = new Map<string, number>();
  private readonly taken: string[] = [];
  private mistakes = 0;
  /** What is wrong with the file as a whole: to be told where it is named. */
  problem: Complaint | undefined;

  constructor(issues: IssueList, file: string, columns: CsvColumns) {
    this.issues = issues;
    this.file = file;
    this.columns = columns;
  }

  get hasMistakes(): boolean {
    return this.mistakes > 0;
  }

  /** The columns that it has besides the known ones, in its order; known when its header has been read. */
  get further(): readonly string[] {
    return this.taken;
  }

  has(column: string): boolean {
    return this.places.has(column);
  }

  indexOf(column: string): number {
    return this.places.get(column) ?? -1;
  }

  /** Reads the first line only. Answers whether there is one, without a mistake. */
  open(files: InputFiles, path: string): boolean {
    for (const record of this.records(files, path)) return this.readHeader(record);
    if (this.problem === undefined) this.problem = this.emptyFile(path);
    return false;
  }

  private *records(files: InputFiles, path: string): Generator<CsvRecord> {
    try {
      yield* csvRecords(files.open(path));
    } catch (error) {
      if (!(error instanceof InputFileProblem)) throw error;
      this.problem = error.complaint;
    }
  }

  /** The rows, without those whose form is wrong. */
  *rows(files: InputFiles, path: string): Generator<CsvRow> {
    let header: CsvRecord | undefined;
    for (const record of this.records(files, path)) {
      if (header === undefined) {
        header = record;
        if (!this.readHeader(record)) return;
      } else if (this.hasForm(record, header)) yield new CsvRow(this, record);
    }
    if (header === undefined && this.problem === undefined) this.problem = this.emptyFile(path);
  }

  private emptyFile(path: string): Complaint {
    return this.headerComplaint("empty-file", `The file "${path}" is empty.`);
  }
  private headerComplaint(code: string, message: string): Complaint {
    const { what, required, optional } = this.columns;
    const more = optional.length === 0 ? "" : `, and may have ${listed(optional)}`;
    return {
      code,
      message,
      rule: `${what} has the columns ${listed(required)}${more}${this.columns.takes === undefined ? "" : "; further columns are attributes"}.`,
      remedy: `Let its first line be ${[...required, ...optional].join(",")}.`,
    };
  }

  private readHeader(record: CsvRecord): boolean {
    const { required, optional } = this.columns;
    const known = [...required, ...optional];
    const names = record.cells ?? [];
    if (record.cells === undefined) this.complain(record, -1, "", this.headerComplaint("bad-header", "The quotes of the first line are wrong."));
    for (const [i, header] of names.entries()) {
      const name = this.columns.nameOf === undefined ? header : this.columns.nameOf(header);
      if (name === undefined) continue;
      if (this.places.has(name)) this.complain(record, i, name, this.headerComplaint("duplicate-column", `The column "${name}" stands twice.`));
      else if (known.includes(name)) this.places.set(name, i);
      else if (this.columns.takes?.(name) === true) {
        this.places.set(name, i);
        this.taken.push(name);
      } else {
        const separator = /[;\t|]/.exec(name)?.[0];
        const complaint = this.headerComplaint("unknown-column", `There is no column "${name}".`);
        const remedy = separator === undefined ? didYouMean(name, known, complaint.remedy) : "Separate cells by commas.";
        this.complain(record, i, name, { ...complaint, remedy });
      }
    }
    const missing = required.filter((name) => !this.places.has(name));
    if (missing.length > 0 && !this.hasMistakes) {
      const are = missing.length === 1 ? `has no column "${missing[0]}"` : `has no columns ${missing.join(", ")}`;
      this.complain(record, -1, "", this.headerComplaint("missing-column", `The file ${are}.`));
    }
    return !this.hasMistakes;
  }

  private hasForm(record: CsvRecord, header: CsvRecord): boolean {
    const { cells } = record;
    const wanted = header.cells?.length ?? 0;
    if (cells?.length === wanted) return true;
    if (cells === undefined) {
      this.complain(record, -1, "", {
        code: "bad-quotes",
        message: "The quotes of this row are wrong, or one is never closed.",
        rule: "A cell that holds commas, quotes or line ends stands in quotes, and quotes inside are doubled.",
        remedy: 'Write "5"" nails" for 5" nails.',
      });
    } else {
      this.complain(record, -1, "", {
        code: "wrong-cells",
        message: `The row has ${cells.length} ${cells.length === 1 ? "cell" : "cells"}, the header ${wanted}.`,
        rule: "Every row has a cell for every column; it may be empty.",
        remedy: "Add or remove commas, or put a cell with commas in quotes.",
      });
    }
    return false;
  }

  /** Reports a mistake of a cell, or of a whole row (-1). */
  complain(record: CsvRecord, cell: number, column: string, complaint: Complaint): void {
    this.mistakes++;
    if (this.mistakes === MOST_SHOWN + 1) this.issues.addElsewhere({ ...TOO_MANY, file: this.file });
    if (this.mistakes > MOST_SHOWN) return;
    const { severity = "error", code, message, rule, remedy } = complaint;
    const source = new SourceText(this.file, record.text, record.line);
    const { start, end } = cellSpan(record, cell < 0 ? Number.MAX_SAFE_INTEGER : cell);
    const excerpt = source.excerpt(start, end);
    this.issues.addElsewhere({ code, severity, file: this.file, ...source.place(start), path: column, message, rule, remedy, excerpt });
  }
}
