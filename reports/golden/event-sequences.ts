import type { Account } from "../../engine/account/account.ts";
import { formatDate, formatTime } from "../../engine/calendar/civil.ts";
import type { Instant } from "../../engine/calendar/instant.ts";
import type { Mergeable, ReportContext, ReportFacts } from "../collector.ts";
import { deriveEvents } from "../events/stripe-events.ts";
import { padLeft } from "../rendering/text-width.ts";

/** Lines of the section stay about this wide. */
const WIDTH = 140;

/** The events of a customer's instant, in order, wherever they came: how often, and when first. */
interface Sequence {
  readonly types: string;
  times: number;
  first: Instant;
}

/**
 * The events of a run as a golden shows them: each sequence of one customer's instant once. An event that is added, lost or told in another order
 * makes another sequence; events.csv has them one by one.
 */
export class EventSequences implements Mergeable<EventSequences> {
  private readonly sequences = new Map<string, Sequence>();
  /** What this listens to besides `begin`, `settle` and `end`, which it does itself. */
  readonly facts: Partial<ReportFacts>;
  private types: string[] = [];
  private at: Instant = -1;

  constructor({ scenario }: ReportContext) {
    const derived = deriveEvents(({ at, type }) => {
      if (at !== this.at) this.close();
      this.at = at;
      this.types.push(type);
    }, scenario.end);
    this.facts = {
      ...derived,
      end: (account: Account) => {
        derived.end?.(account);
        this.close();
      },
    };
  }

  merge(other: EventSequences): void {
    for (const { types, times, first } of other.sequences.values()) this.add(types, times, first);
  }

  /** By when they came first; of one instant in alphabetical order. */
  lines(): string[] {
    const all = [...this.sequences.values()].sort((a, b) => a.first - b.first || (a.types < b.types ? -1 : 1));
    const width = all.reduce((most, { times }) => Math.max(most, String(times).length), 0);
    return all.flatMap(({ types, times, first }) => {
      const lead = `${padLeft(String(times), width)}  ${formatDate(first)} ${formatTime(first)}  `;
      return wrapped(types, WIDTH - lead.length).map((line, i) => (i === 0 ? lead : " ".repeat(lead.length)) + line);
    });
  }

  private close(): void {
    if (this.types.length > 0) this.add(this.types.join(", "), 1, this.at);
    this.types = [];
    this.at = -1;
  }

  private add(types: string, times: number, first: Instant): void {
    const known = this.sequences.get(types);
    if (known === undefined) this.sequences.set(types, { types, times, first });
    else {
      known.times += times;
      known.first = Math.min(known.first, first);
    }
  }
}

/** Broken behind commas. */
function wrapped(types: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const type of types.split(", ")) {
    const longer = line === "" ? type : `${line}, ${type}`;
    if (line === "" || longer.length <= width) line = longer;
    else {
      lines.push(`${line},`);
      line = type;
    }
  }
  return [...lines, line];
}
