import type { Account } from "../../engine/account/account.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import type { Line } from "../../engine/account/line.ts";
import type { Instant } from "../../engine/calendar/instant.ts";
import type { Minor } from "../../engine/money/exact.ts";
import type { DerivedFacts } from "../collector.ts";
import { blankPosting, clearAmounts, type Posting, type PostingCause, revenueKind } from "./posting.ts";

/** Fills the one posting and tells it. Its amounts are 0 again afterwards, so that who writes sets only what moves. */
export class PostingWriter {
  readonly posting: Posting = blankPosting();
  private readonly to: Pick<DerivedFacts, "posting">;

  constructor(to: Pick<DerivedFacts, "posting">) {
    this.to = to;
  }

  /** From now on `amount` earns over [start, end), into deferred revenue's release. */
  schedule(amount: Minor, start: Instant, end: Instant, from: Instant): void {
    const { posting } = this;
    posting.scheduled = from < end ? amount : 0;
    posting.scheduledTo = "deferred";
    posting.start = start;
    posting.end = end;
    posting.from = from;
  }

  tell(at: Instant, account: Account, cause: PostingCause): void {
    const { posting } = this;
    posting.cause = cause;
    this.to.posting(at, account, posting);
    clearAmounts(posting);
  }

  /** The posting is about a line of an invoice, its place there counted from 1. */
  about(invoice: Invoice, line: Line, number: number): void {
    const { posting } = this;
    posting.invoice = invoice;
    posting.charge = undefined;
    posting.number = number;
    posting.line = line;
    posting.plan = line.plan;
    posting.subscription = line.subscription;
    posting.kind = revenueKind(line);
  }

  /** The posting concerns no invoice, charge or line. */
  aboutNothing(): void {
    const { posting } = this;
    posting.invoice = undefined;
    posting.charge = undefined;
    posting.number = 0;
    posting.line = undefined;
    posting.plan = undefined;
    posting.subscription = undefined;
    posting.kind = "subscriptions";
  }
}
