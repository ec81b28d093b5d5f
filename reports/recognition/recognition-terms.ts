import type { Line } from "../../engine/account/line.ts";
import { addDuration, type Duration } from "../../engine/calendar/duration.ts";
import { DAY, type Instant } from "../../engine/calendar/instant.ts";
import type { ReportSettings } from "../../engine/scenario/scenario.ts";

/** From when to when a line earns, half-open; both 0: all of it when it is billed. */
export interface Span {
  start: Instant;
  end: Instant;
}

/** How the scenario recognises revenue (`reports.recognition`), asked for every line. */
export class RecognitionTerms {
  readonly usesAsUsed: boolean;
  private readonly byDay: boolean;
  private readonly oneOff: Duration | undefined;
  private readonly utcOffset: number;

  constructor({ recognition: { granularity, usage, oneOffOver }, utcOffset }: ReportSettings) {
    this.byDay = granularity === "day";
    this.usesAsUsed = usage === "as_used";
    this.oneOff = oneOffOver;
    this.utcOffset = utcOffset;
  }

  /** The instant from which recognition counts: by the day of the reports' calendar, a day counts from its start, and the day in which something ends does not (R11). */
  clock(at: Instant): Instant {
    return this.byDay ? Math.floor((at + this.utcOffset) / DAY) * DAY - this.utcOffset : at;
  }

  /** When a line that was booked at `at` earns. Writes into `span`. */
  setSpan(line: Line, at: Instant, span: Span): void {
    if (line.kind === "usage") {
      span.start = 0;
      span.end = 0;
    } else if (line.start === line.end) this.setOneOff(at, span);
    else {
      span.start = this.clock(line.start);
      span.end = this.clock(line.end);
    }
  }

  /** When what has no period earns: at once, or from its billing on (R12). */
  setOneOff(at: Instant, span: Span): void {
    const from = this.oneOff === undefined ? 0 : this.clock(at);
    span.start = from;
    span.end = this.oneOff === undefined ? 0 : this.clock(addDuration(at, this.oneOff));
  }
}
