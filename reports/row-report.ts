import type { Collector, ReportContext, ReportFacts } from "./collector.ts";
import { CsvChunks, csvCells, csvHeader } from "./rendering/csv.ts";
import type { Column, Table } from "./table.ts";

/** A file with one row per thing that happened or stands at the end of a customer's life, in canonical order. */
export interface RowReport {
  readonly table: Table<never>;
  /** @param out takes complete lines as they come, a thousand at a time; undefined: the file keeps them. */
  create(context: ReportContext, out?: (lines: string) => void): RowFile;
}

/** A row file being written: text in pieces, so that no more than a thousand rows are held as objects. */
export interface RowFile extends Collector<RowFile> {
  readonly chunks: CsvChunks;
  /** Its first line. */
  header(): string;
  text(): Iterable<string>;
}

/**
 * A row report from its table and from what it listens to. `write` reads the row at once: views may be passed.
 * Customers come in order and their facts in time, so rows are written as they come. `merge` puts later customers behind.
 *
 * @param more columns that a scenario adds on the right.
 */
export function rowReport<Row>(
  table: Table<Row>,
  listen: (write: (row: Row) => void, context: ReportContext) => Partial<ReportFacts>,
  more: (context: ReportContext) => readonly Column<Row>[] = () => [],
): RowReport {
  return {
    table: table as Table<never>,
    create(context, out) {
      const chunks = new CsvChunks(out);
      const shape: Table<Row> = { ...table, columns: [...table.columns, ...more(context)] };
      return {
        ...listen((row) => chunks.add(csvCells(shape, row)), context),
        chunks,
        merge: (other) => chunks.append(other.chunks.chunks()),
        save: () => ({ texts: chunks.chunks(), numbers: new Float64Array(0) }),
        load: ({ texts }) => chunks.append(texts),
        header: () => csvHeader(shape),
        *text() {
          yield csvHeader(shape);
          yield* chunks.chunks();
        },
      };
    },
  };
}
