import type { WrittenPrice, WrittenPrices } from "./change-price.ts";

/**
 * The last price of each plan in order of time, for everybody and for each population that has a timeline of its own: a change by one population's
 * timeline is laid over what its customers met before it, and over nobody else's (N153).
 */
export class PriceChains {
  private readonly ofAll: Map<string, WrittenPrice>;
  private readonly own = new Map<string, Map<string, WrittenPrice>>();

  /** @param file the prices of the file. */
  constructor(file: Map<string, WrittenPrice>) {
    this.ofAll = file;
  }

  /** The prices that an entry of this population's timeline is laid over; undefined: one that is about everybody. */
  of(population: string | undefined): WrittenPrices {
    if (population === undefined) return { get: (plan) => this.ofAll.get(plan), set: (plan, price) => this.setForAll(plan, price) };
    const own = this.own.get(population) ?? new Map<string, WrittenPrice>();
    this.own.set(population, own);
    return { get: (plan) => own.get(plan) ?? this.ofAll.get(plan), set: (plan, price) => own.set(plan, price) };
  }

  /** Everybody meets the latest price, whatever a population's own has been before it. */
  private setForAll(plan: string, price: WrittenPrice): Map<string, WrittenPrice> {
    for (const own of this.own.values()) own.delete(plan);
    return this.ofAll.set(plan, price);
  }
}
