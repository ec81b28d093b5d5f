import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { Agenda, DUE, type Due, type DueCode, UNORDERED } from "../../../engine/account/agenda.ts";

interface Planned extends Due {
  readonly order: number;
  readonly sequence: number;
}

// D8, written out once more: collection that resumes, cards that are updated and who does not renew; boundaries and expiries; finalizations;
// payments, due dates and disputes; what the business does at once; entries and what drawn customers do; probes.
const phase: Readonly<Record<DueCode, number>> = {
  [DUE.collection]: 0,
  [DUE.cardUpdate]: 0,
  [DUE.boundary]: 1,
  [DUE.expiry]: 1,
  [DUE.finalization]: 2,
  [DUE.payment]: 3,
  [DUE.transfer]: 3,
  [DUE.overdue]: 3,
  [DUE.deadline]: 3,
  [DUE.dispute]: 3,
  [DUE.business]: 4,
  [DUE.entry]: 5,
  [DUE.behavior]: 5,
  [DUE.lapse]: 0,
  [DUE.replacement]: 0,
  [DUE.probe]: 6,
};

/** The naive agenda: a list that is searched for its least. */
class SortedList {
  private planned: Planned[] = [];
  private sequence = 0;

  push(at: number, code: DueCode, order: number, ref: number, generation: number): void {
    this.planned.push({ at, code, order, ref, generation, sequence: this.sequence++ });
    this.planned.sort((a, b) => a.at - b.at || phase[a.code] - phase[b.code] || a.order - b.order || a.sequence - b.sequence);
  }

  take(): Due | undefined {
    const first = this.planned.shift();
    return first && { at: first.at, code: first.code, ref: first.ref, generation: first.generation };
  }

  hasBefore(at: number, code: DueCode): boolean {
    return this.planned.some((other) => other.at < at || (other.at === at && phase[other.code] <= phase[code]));
  }

  get size(): number {
    return this.planned.length;
  }
}

const code = fc.constantFrom(...Object.values(DUE));
const command = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("push" as const),
      at: fc.integer({ min: 0, max: 8 }),
      code,
      order: fc.constantFrom(0, 1, 2, 7, UNORDERED),
      generation: fc.nat(5),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("take" as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("look" as const), at: fc.integer({ min: 0, max: 8 }), code }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("clear" as const) }) },
);

const nothing = (): Due => ({ at: -1, code: DUE.boundary, ref: -1, generation: -1 });

function drain(agenda: Agenda): Due[] {
  const all: Due[] = [];
  while (agenda.size > 0) {
    const due = nothing();
    agenda.take(due);
    all.push(due);
  }
  return all;
}

describe("the agenda", () => {
  test.prop([fc.array(command, { maxLength: 120 })], { numRuns: 500 })("gives what a sorted list gives, whatever is pushed, taken and cleared", (commands) => {
    const agenda = new Agenda();
    let list = new SortedList();
    for (const [ref, step] of commands.entries()) {
      if (step.kind === "push") {
        agenda.push(step.at, step.code, step.order, ref, step.generation);
        list.push(step.at, step.code, step.order, ref, step.generation);
      } else if (step.kind === "take" && list.size > 0) {
        const due = nothing();
        const head = agenda.head();
        agenda.take(due);
        expect(due).toEqual(list.take());
        expect(head).toBe(due.at);
      } else if (step.kind === "look") {
        expect(agenda.hasBefore(step.at, step.code)).toBe(list.hasBefore(step.at, step.code));
      } else if (step.kind === "clear") {
        agenda.clear();
        list = new SortedList();
      }
      expect(agenda.size).toBe(list.size);
    }
  });

  it("grows: a thousand entries, latest first, come out in order of time", () => {
    const agenda = new Agenda();
    for (let n = 999; n >= 0; n--) agenda.push(n, DUE.entry, UNORDERED, n, 0);
    expect(drain(agenda).map(({ at }) => at)).toEqual(Array.from({ length: 1000 }, (_, n) => n));
  });

  it("inside one instant goes by phase, then subscription, then creation (D8)", () => {
    const agenda = new Agenda();
    const push = (what: DueCode, order: number, ref: number): void => agenda.push(100, what, order, ref, 0);
    push(DUE.probe, UNORDERED, 0);
    push(DUE.entry, UNORDERED, 1);
    push(DUE.payment, 1, 2);
    push(DUE.payment, 0, 3);
    push(DUE.finalization, UNORDERED, 4);
    push(DUE.finalization, 0, 5);
    push(DUE.boundary, 1, 6);
    push(DUE.expiry, 0, 7);
    push(DUE.boundary, 0, 8);
    push(DUE.finalization, 0, 9);
    expect(drain(agenda).map(({ ref }) => ref)).toEqual([7, 8, 6, 5, 9, 4, 3, 2, 1, 0]);
  });

  it("is empty again after `clear`, and its spare room is used", () => {
    const agenda = new Agenda();
    for (let n = 0; n < 40; n++) agenda.push(n, DUE.entry, 0, n, n);
    agenda.clear();
    agenda.push(7, DUE.payment, 3, 5, 2);
    expect(drain(agenda)).toEqual([{ at: 7, code: DUE.payment, ref: 5, generation: 2 }]);
  });
});
