import { createRequire } from "node:module";
import type { SingleBar } from "cli-progress";
import type { FactSink } from "../engine/account/facts.ts";
import type { Console } from "./console.ts";

/** Work shorter than this shows no progress. */
const QUIET_MS = 1000;
const EVERY_MS = 100;

/** How far a run is. */
export interface Reached {
  /** Places of the order of customers: what the run has gone through, of all. */
  places: number;
  customers: number;
  invoices: number;
}

/** A bar on stderr: how many customers are done, how fast invoices come, how long it still takes. */
export class Progress {
  private readonly places: number;
  private readonly console: Console;
  private readonly clock: () => number;
  private readonly start: number;
  private next: number;
  private bar: SingleBar | undefined;

  /** @param places how many there are to go through. */
  constructor(places: number, console: Console, clock: () => number = Date.now) {
    this.places = places;
    this.console = console;
    this.clock = clock;
    this.start = clock();
    this.next = this.start + QUIET_MS;
  }

  /** Draws the bar, if there is a terminal, the run takes long, and it is time again. */
  show(reached: Reached): void {
    if (!this.console.showsProgress || this.clock() < this.next) return;
    this.next = this.clock() + EVERY_MS;
    this.bar ??= this.begin();
    this.bar.update(Math.min(reached.places, this.places), { text: reachedText(reached, this.places, this.clock() - this.start) });
    // In the middle of a simulation no timer draws it.
    (this.bar as unknown as { render(): void }).render();
  }

  /** Takes the bar off the terminal. */
  wipe(): void {
    this.bar?.stop();
    this.bar = undefined;
  }

  /** Loaded only now: most runs are over before. */
  private begin(): SingleBar {
    const { SingleBar: Bar } = createRequire(import.meta.url)("cli-progress") as typeof import("cli-progress");
    const stream = { isTTY: true, columns: this.console.width ?? 80, write: (text: string) => this.console.err(text) };
    const format = "[{bar}] {percentage}%  {text}";
    const characters = { barCompleteChar: "#", barIncompleteChar: "-", barsize: 24 };
    const bar = new Bar({ format, ...characters, stream: stream as unknown as NodeJS.WritableStream, clearOnComplete: true, linewrap: null });
    bar.start(this.places, 0, { text: "" });
    return bar;
  }
}

/** `1,200 customers  45,000 invoices/s  0:07 left` */
export function reachedText({ places, customers, invoices }: Reached, all: number, elapsedMs: number): string {
  const perSecond = elapsedMs > 0 ? Math.round((invoices * 1000) / elapsedMs) : 0;
  const left = places > 0 ? Math.ceil((elapsedMs / 1000) * (Math.max(0, all - places) / places)) : 0;
  return `${grouped(customers)} customers  ${grouped(perSecond)} invoices/s  ${timeText(left)} left`;
}

/** `0:07`, `1:02:03` */
function timeText(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (part: number): string => String(part).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** Counts in a sink the customers who are done and their invoices, and calls `then` after each. */
export function countDone(sink: FactSink, reached: Reached, then: () => void): void {
  const { end } = sink;
  sink.end = (account) => {
    end.call(sink, account);
    reached.customers++;
    reached.invoices += account.invoiceNumber;
    then();
  };
}
