import type { Entry } from "../../actions/action.ts";
import type { Instant } from "../../calendar/instant.ts";
import type { Plan } from "../../catalog/plan.ts";

/** Marks the usage that lies in the time a later entry backdates its plan over: it may wait for it (X5a). */
export function markWaitingUsage(entries: readonly Entry[]): readonly Entry[] {
  /** Where the earliest such sign-up begins, by plan, of the entries behind. */
  const covered = new Map<Plan, Instant>();
  const marked = entries.slice();
  for (let i = entries.length - 1; i >= 0; i--) {
    const entry = entries[i] as Entry;
    const { action, at } = entry;
    if (action.kind === "subscribe") cover(covered, entry);
    if (action.kind !== "usage") continue;
    const start = covered.get(action.plan);
    if (start !== undefined && (action.timestamp ?? at) >= start) marked[i] = { ...entry, action: { ...action, waits: true } };
  }
  return marked;
}

function cover(covered: Map<Plan, Instant>, { action, at }: Entry): void {
  if (action.kind !== "subscribe" || action.prorationBehavior === "none") return;
  const start = action.backdateStartDate;
  if (start === undefined || start >= at) return;
  for (const { plan } of action.items) {
    const before = covered.get(plan);
    if (plan.usage !== undefined && (before === undefined || start < before)) covered.set(plan, start);
  }
}
