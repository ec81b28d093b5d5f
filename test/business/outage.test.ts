import { describe, expect, it } from "vitest";
import { silentSink } from "../../cli/silent-sink.ts";
import { formatBrief } from "../../engine/calendar/civil.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { crowd } from "../population/crowd.ts";

interface Charge {
  readonly customer: string;
  readonly month: string;
  readonly day: string;
  readonly attempt: number;
  readonly declined: string | undefined;
  readonly plan: string | undefined;
}

/** The charges of a crowd of 200, whose cards decline one in ten: sign-ups in January, renewals until April. */
function chargesOf(entry = ""): readonly Charge[] {
  const people = `  people:
    signups: { each_month: [200, 0, 0, 0] }
    card: typical
    attributes: { segment: { solo: 50%, team: 50% } }
    subscribe: { starter: { weight: 1, plan: starter }, pro: { weight: 1, plan: pro } }`;
  const timeline = entry === "" ? "" : `timeline: { down: ${entry} }\n`;
  const clock = "{ start: 2026-01-01, end: 2026-05-01 }";
  const scenario = crowd(people, { clock, rest: `cards:\n  typical: { declines: { rate: 10%, codes: { do_not_honor: 1 } } }\n${timeline}` });
  const charges: Charge[] = [];
  simulate(scenario, {
    ...silentSink(),
    payment(at, { id, subscriptions }, { attempt, decline }) {
      const day = formatBrief(at).slice(0, 10);
      charges.push({ customer: id, month: day.slice(0, 7), day, attempt, declined: decline?.code, plan: subscriptions[0]?.items[0]?.plan.id });
    },
  });
  return charges;
}

const base = chargesOf();
const FEBRUARY = "at: 2026-02-10, until: 2026-02-20";
const customersOf = (charges: readonly Charge[]): ReadonlySet<string> => new Set(charges.map(({ customer }) => customer));
const hit = (charges: readonly Charge[]): readonly Charge[] => charges.filter(({ declined }) => declined === "issuer_not_available");
const isIn = ({ day }: Charge): boolean => day >= "2026-02-10" && day < "2026-02-20";

describe("an outage (N81)", () => {
  const down = chargesOf(`{ ${FEBRUARY}, outage: { declines: issuer_not_available } }`);

  it("declines every charge while it lasts, and none before or after", () => {
    expect(hit(down).length).toBeGreaterThan(40);
    expect(hit(down)).toEqual(down.filter(isIn));
  });

  it("leaves those who are not charged in it as they were", () => {
    const charged = customersOf(down.filter(isIn));
    const others = (charges: readonly Charge[]): readonly Charge[] => charges.filter(({ customer }) => !charged.has(customer));
    expect(others(down).length).toBeGreaterThan(300);
    expect(others(down)).toEqual(others(base));
  });

  it("overrides outcomes, not draws: who would have paid pays with the first retry after it", () => {
    const paid = customersOf(base.filter((charge) => isIn(charge) && charge.attempt === 1 && charge.declined === undefined));
    const late = down.filter(({ customer, attempt, month }) => paid.has(customer) && attempt > 1 && month === "2026-02").filter((charge) => !isIn(charge));
    expect(late.length).toBeGreaterThan(20);
    expect(late.every(({ declined }) => declined === undefined)).toBe(true);
  });

  it("reaches a share of the customers: those of a smaller share are among those of a larger one", () => {
    const of = (share: string): readonly string[] => [
      ...customersOf(hit(chargesOf(`{ ${FEBRUARY}, share: ${share}, outage: { declines: issuer_not_available } }`))),
    ];
    const [some, more] = [of("30%"), of("70%")];
    expect(some.length).toBeGreaterThan(10);
    expect(more.length).toBeGreaterThan(some.length + 10);
    expect(some.filter((customer) => !more.includes(customer))).toEqual([]);
  });

  it("comes in waves that part the customers, each as long as the first", () => {
    const waves = hit(
      chargesOf("{ at: 2026-02-01, until: 2026-03-01, waves: { shares: [30%, 50%], every: 1 month }, outage: { declines: issuer_not_available } }"),
    );
    const [february, march] = ["2026-02", "2026-03"].map((month) => customersOf(waves.filter((charge) => charge.month === month)));
    // Within three standard deviations of 200 x 30% and 200 x 50%.
    expect(Math.abs((february?.size ?? 0) - 60)).toBeLessThan(20);
    expect(Math.abs((march?.size ?? 0) - 100)).toBeLessThan(22);
    expect([...(february ?? [])].filter((customer) => march?.has(customer))).toEqual([]);
    expect(waves.every(({ month }) => month === "2026-02" || month === "2026-03")).toBe(true);
  });

  it("reaches those whom `where` names", () => {
    const of = (where: string): readonly Charge[] => hit(chargesOf(`{ ${FEBRUARY}, where: { ${where} }, outage: { declines: issuer_not_available } }`));
    const all = customersOf(hit(down));
    const pro = of("plan: pro");
    expect(pro.length).toBeGreaterThan(15);
    expect(pro.every(({ plan }) => plan === "pro")).toBe(true);
    for (const where of ["segment: solo", "started_before: 2026-01-15", "population: people, currency: usd, plan: [starter]"]) {
      const some = customersOf(of(where));
      expect(some.size, where).toBeGreaterThan(10);
      expect(some.size, where).toBeLessThan(all.size - 10);
    }
    expect(customersOf([...of("segment: solo"), ...of("segment: team")])).toEqual(all);
    expect(customersOf([...of("started_before: 2026-01-15"), ...of("started_after: 2026-01-15")])).toEqual(all);
  });
});
