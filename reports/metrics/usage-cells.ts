import type { Account } from "../../engine/account/account.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import type { Line } from "../../engine/account/line.ts";
import type { Instant } from "../../engine/calendar/instant.ts";
import { MAX_DECIMALS, powerOfTen } from "../../engine/money/decimal.ts";
import { mulDivFloor } from "../../engine/money/exact.ts";
import type { Collector, FrequentSteps, ReportContext } from "../collector.ts";
import type { Saved } from "../saved.ts";
import type { MeasureKind } from "./exchange.ts";
import { IntervalCells } from "./interval-cells.ts";
import type { IntervalGrid } from "./interval-grid.ts";
import type { Segments } from "./segments.ts";

/** Lines that billed usage, their quantity as whole units and as parts of one (`PARTS` of them), and what they came to. */
export const USAGE = { lines: 0, whole: 1, parts: 2, billed: 3 } as const;
export const USAGE_KINDS: readonly MeasureKind[] = ["count", "count", "count", "flow"];
/** How many parts a unit has: quantities have up to 12 decimals. */
export const PARTS = powerOfTen(MAX_DECIMALS);

/** Usage as it is billed, by plan: in the interval in which its invoice is finalized (R66). */
export class UsageCells implements Collector<UsageCells> {
  readonly grid: IntervalGrid;
  readonly cells: IntervalCells;
  private readonly segments: Segments;

  /** Only where a plan is metered. */
  readonly finalized?: FrequentSteps["finalized"];

  constructor({ scenario, grid, segments }: ReportContext) {
    this.grid = grid;
    this.segments = segments;
    this.cells = new IntervalCells(segments, USAGE_KINDS.length, grid.count, { further: 1 });
    if ([...scenario.catalog.plans.values()].some(({ usage }) => usage !== undefined))
      this.finalized = (at, account, invoice) => this.bill(at, account, invoice);
  }

  merge(other: UsageCells): void {
    this.cells.merge(other.cells);
  }

  save(): Saved {
    return this.cells.save();
  }

  load(saved: Saved): void {
    this.cells.load(saved);
  }

  private bill(at: Instant, account: Account, invoice: Invoice): void {
    for (let i = 0; i < invoice.lines.length; i++) {
      const line = invoice.lines[i] as Line;
      if (line.usage !== undefined) this.addLine(at, account, line);
    }
  }

  private addLine(at: Instant, account: Account, { plan, usage, amount, discount }: Line): void {
    if (plan === undefined || usage === undefined) return;
    const { units, scale } = usage.quantity;
    const whole = mulDivFloor(units, 1, scale);
    const parts = scale === 1 ? 0 : Number((BigInt(units) - BigInt(whole) * BigInt(scale)) * BigInt(PARTS / scale));
    const interval = this.grid.indexOf(at);
    const segment = this.segments.within(this.segments.ofPlan(account, plan.id), plan.id);
    const sums = this.cells.block(segment, interval);
    this.add(sums, USAGE.lines, interval, 1);
    this.add(sums, USAGE.whole, interval, whole);
    this.add(sums, USAGE.billed, interval, amount - discount);
    if (parts === 0) return;
    this.add(sums, USAGE.parts, interval, parts);
    this.carry(sums, interval);
  }

  private add(sums: Float64Array, measure: number, interval: number, amount: number): void {
    const i = measure * this.cells.count + interval;
    sums[i] = (sums[i] as number) + amount;
  }

  /** Whole units out of the parts, so that they stay below 2^53; sums of sums are carried when they are printed. */
  private carry(sums: Float64Array, interval: number): void {
    const [whole, parts] = [USAGE.whole * this.cells.count + interval, USAGE.parts * this.cells.count + interval];
    if ((sums[parts] as number) < PARTS) return;
    sums[whole] = (sums[whole] as number) + 1;
    sums[parts] = (sums[parts] as number) - PARTS;
  }
}
