import { assert } from "../engine/assert.ts";
import type { Collector, ReportContext } from "./collector.ts";
import type { IntervalCollection, IntervalReport, IntervalRow, IntervalSource, RowView } from "./interval-report.ts";

/** What a run collects for its interval reports: each source once, however many reports print from it, and none that nobody asks for. */
export class IntervalCollections {
  private readonly bySource: ReadonlyMap<IntervalSource<IntervalCollection>, IntervalCollection>;

  constructor(context: ReportContext, reports: Iterable<IntervalReport>) {
    const sources = new Set([...reports].map(({ source }) => source));
    this.bySource = new Map([...sources].map((source) => [source, source.create(context)]));
  }

  get collectors(): readonly Collector<never>[] {
    return [...this.bySource.values()].flatMap(({ collectors }) => collectors);
  }

  rows(report: IntervalReport, view: RowView): readonly IntervalRow[] {
    const collection = this.bySource.get(report.source);
    assert(collection !== undefined, () => `nothing was collected for ${report.name}.csv`);
    return report.rows(collection, view);
  }
}
