import type { Account } from "../../engine/account/account.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import type { Line } from "../../engine/account/line.ts";
import type { Instant } from "../../engine/calendar/instant.ts";
import type { Minor } from "../../engine/money/exact.ts";
import type { DerivedFacts, ReportContext, ReportFacts } from "../collector.ts";
import { route } from "../router.ts";
import { earnedBy } from "./earned.ts";
import { Earnings } from "./earnings.ts";
import { PostingWriter } from "./posting-writer.ts";
import type { RecognitionTerms, Span } from "./recognition-terms.ts";
import { recognitionEnds } from "./spread.ts";

/**
 * Tells the commonest posting: a line with a period is billed, all of it is deferred, and what has elapsed released. Who takes it in short gets
 * what each interval earns, reckoned once; the others get a posting like any other.
 */
export class Deferrals {
  private readonly grid: ReportContext["grid"];
  private readonly terms: RecognitionTerms;
  private readonly earnings: Earnings;
  private readonly inShort: Pick<DerivedFacts, "deferral">;
  /** Undefined where nobody wants the posting. */
  private readonly inFull: PostingWriter | undefined;

  constructor({ grid }: ReportContext, terms: RecognitionTerms, listeners: readonly Partial<ReportFacts>[]) {
    this.grid = grid;
    this.terms = terms;
    this.earnings = new Earnings(recognitionEnds(grid, terms));
    this.inShort = route(listeners);
    const others = listeners.filter(({ posting, deferral }) => posting !== undefined && deferral === undefined);
    this.inFull = others.length === 0 ? undefined : new PostingWriter(route(others));
  }

  /** @param number the line's place on the invoice, from 1 */
  tell(at: Instant, account: Account, invoice: Invoice, line: Line, number: number, net: Minor, { start, end }: Span): void {
    const { earnings } = this;
    earnings.spread(this.grid.indexOf(at), net, start, end);
    this.inShort.deferral(at, account, invoice, line, earnings);
    if (this.inFull !== undefined) this.tellInFull(this.inFull, at, account, invoice, line, number);
  }

  private tellInFull(writer: PostingWriter, at: Instant, account: Account, invoice: Invoice, line: Line, number: number): void {
    const { net, start, end } = this.earnings;
    const now = this.terms.clock(at);
    writer.about(invoice, line, number);
    writer.posting.deferredAdded = net;
    writer.posting.deferredReleased = earnedBy(now, net, start, end);
    writer.schedule(net, start, end, now);
    writer.tell(at, account, "booked");
  }
}
