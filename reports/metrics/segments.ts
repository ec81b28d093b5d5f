import type { Account } from "../../engine/account/account.ts";
import { type Currency, currencies } from "../../engine/money/currency.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";

/** What the sums of an interval report are kept apart by: a currency and, under `by`, a value of each thing named there. */
export interface Segment {
  readonly currency: Currency;
  /** In the order of `by`; empty texts for what a customer does not have. */
  readonly values: readonly string[];
  /** Its place among those of the run, in the order in which they were met. */
  readonly ordinal: number;
}

/**
 * The segments of a run, each of them one object. Without `by` there is one for each currency that a customer can be billed in, met or not.
 * All collectors of a run share one register, so that blocks of sums are found by `ordinal`.
 */
export class Segments {
  /** What reports are split by. */
  readonly by: readonly string[];
  /** Whether one customer's sums may stand in several segments. */
  readonly byPlan: boolean;
  /** Without `by`: those of every currency that a customer can be billed in, met or not. */
  readonly billed: readonly Segment[];
  private count = 0;
  private readonly byCurrency = new Map<Currency, Segment>();
  /** By the ordinal of a segment: those with one value more. */
  private readonly inner: (Map<string, Segment> | undefined)[] = [];
  private readonly planAt: number;
  /** Of each population the place of each attribute named in `by`; -1 for what it does not have. */
  private readonly places: ReadonlyMap<string, readonly number[]>;
  private lastOfCurrency: Segment | undefined;
  /** The segment of a plan asked for last. */
  private last: Segment | undefined;
  /** The customer asked about last, with its values and its segment as a whole. */
  private customer = -1;
  private values: string[] = [];
  private whole: Segment | undefined;

  constructor({ reports, customers, populations }: Scenario) {
    this.by = reports.by;
    this.planAt = reports.by.indexOf("plan");
    this.byPlan = this.planAt >= 0;
    this.places = new Map(populations.map(({ name, attributes }) => [name, reports.by.map((what) => attributes.findIndex((one) => one.name === what))]));
    const billed = [...customers.map(({ currency }) => currency), ...populations.flatMap(({ everyCurrency }) => everyCurrency)];
    this.billed = this.by.length > 0 ? [] : [...new Set(billed)].map((currency) => this.ofCurrency(currency));
  }

  /** That of a customer as a whole: no plan. */
  ofCustomer(account: Account): Segment {
    return this.by.length === 0 ? this.ofCurrency(account.currency) : this.ofValues(account, "");
  }

  /** That of what belongs to a plan of the customer. Without a split by plan it is the customer's. */
  ofPlan(account: Account, plan: string): Segment {
    return this.by.length === 0 ? this.ofCurrency(account.currency) : this.ofValues(account, plan);
  }

  /** A part of a segment, for files whose rows are told apart by more than `by`: the same values and a further one. */
  within(segment: Segment, value: string): Segment {
    let parts = this.inner[segment.ordinal];
    if (parts === undefined) {
      parts = new Map();
      this.inner[segment.ordinal] = parts;
    }
    const known = parts.get(value);
    if (known !== undefined) return known;
    const part = this.register(segment.currency, [...segment.values, value]);
    parts.set(value, part);
    return part;
  }

  /** The one of this currency with these values. */
  intern(currency: Currency, values: readonly string[]): Segment {
    let segment = this.ofCurrency(currency);
    for (const value of values) segment = this.within(segment, value);
    return segment;
  }

  /** From the texts of `textsOf`. */
  fromTexts(texts: readonly string[]): Segment {
    return this.intern(currencies.get(texts[0] as string) as Currency, texts.slice(1));
  }

  private ofCurrency(currency: Currency): Segment {
    // Customers of one currency mostly follow each other: the map is asked only when it changes.
    if (this.lastOfCurrency?.currency === currency) return this.lastOfCurrency;
    const segment = this.byCurrency.get(currency) ?? this.register(currency, []);
    this.byCurrency.set(currency, segment);
    this.lastOfCurrency = segment;
    return segment;
  }

  private ofValues(account: Account, plan: string): Segment {
    if (account.ordinal !== this.customer) {
      this.customer = account.ordinal;
      this.values = this.by.map((what, i) => this.valueOf(account, what, i));
      this.whole = this.intern(account.currency, this.values);
      this.last = undefined;
    }
    if (plan === "" || !this.byPlan) return this.whole as Segment;
    // Mostly it is the same plan again.
    if (this.last !== undefined && this.last.values[this.planAt] === plan) return this.last;
    this.values[this.planAt] = plan;
    this.last = this.intern(account.currency, this.values);
    return this.last;
  }

  private valueOf(account: Account, what: string, i: number): string {
    if (what === "plan") return "";
    if (what === "population") return account.population;
    return account.life?.attributes[this.places.get(account.population)?.[i] ?? -1] ?? "";
  }

  private register(currency: Currency, values: readonly string[]): Segment {
    return { currency, values, ordinal: this.count++ };
  }
}

/** A segment as texts: for those who pass sums between threads. */
export function textsOf({ currency, values }: Segment): readonly string[] {
  return [currency.code, ...values];
}

/** By currency, then by the values in turn: the order of rows within an interval. */
export function compareSegments(a: Segment, b: Segment): number {
  const [left, right] = [textsOf(a), textsOf(b)];
  const at = left.findIndex((text, i) => text !== right[i]);
  return at < 0 ? 0 : (left[at] as string) < (right[at] as string) ? -1 : 1;
}
