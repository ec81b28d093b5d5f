import type { Scenario } from "../../engine/scenario/scenario.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { reportContext } from "../collector.ts";
import { FinalState } from "../golden/final-state.ts";
import { Journal } from "../golden/journal.ts";
import type { JournalEntry } from "../golden/journal-entry.ts";
import { JournalLayout } from "../golden/layout.ts";
import { onlyOf } from "../only-of.ts";
import { route } from "../router.ts";

/**
 * One customer's life as text: what happened when, and why, then how it stands. The scenario is run for it. Undefined when there is no such
 * customer. Ends with a newline.
 */
export function customerTimeline(scenario: Scenario, customer: string): string | undefined {
  const context = reportContext(scenario);
  const journal = new Journal(context);
  const state = new FinalState(context);
  simulate(scenario, route([onlyOf(({ id }) => id === customer, route([journal, state]))]));
  if (state.customers().length === 0) return undefined;
  const layout = new JournalLayout([customer]);
  const lines = journal
    .inTimeOrder()
    .filter((entry) => entry.customer === customer)
    .flatMap((entry) => explained(layout, entry));
  return `${[...lines, "", ...state.customerLines(customer)].join("\n")}\n`;
}

/** The names of a run's customers, for a message that says which there are. */
export function customerNames(scenario: Scenario): readonly string[] {
  const names: string[] = [];
  simulate(scenario, route([{ begin: ({ id }) => names.push(id) }]), { retain: "open" });
  return names;
}

function explained(layout: JournalLayout, entry: JournalEntry): readonly string[] {
  const lines = layout.entry(entry);
  return entry.why === "" ? lines : [lines[0] as string, layout.note(`why: ${entry.why}`), ...lines.slice(1)];
}
