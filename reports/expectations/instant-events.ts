import type { Instant } from "../../engine/calendar/instant.ts";
import type { ReportFacts } from "../collector.ts";
import { deriveEvents } from "../events/stripe-events.ts";

/** Remembers the events of the instant that ran last, for expectations that say exactly which there are. */
export class InstantEvents {
  /** What must hear the facts. */
  readonly facts: Partial<ReportFacts>;
  private types: string[] = [];
  private at: Instant = -1;

  /** `horizon`: where the scenario ends. */
  constructor(horizon: Instant) {
    const derived = deriveEvents(({ at, type }) => {
      if (at !== this.at) this.types = [];
      this.at = at;
      this.types.push(type);
    }, horizon);
    this.facts = {
      ...derived,
      begin: (account) => {
        this.at = -1;
        derived.begin?.(account);
      },
    };
  }

  /** The types of that instant's events, in order; none when nothing happened then. */
  typesAt(at: Instant | undefined): readonly string[] {
    return at === this.at ? this.types : [];
  }
}
