import type { Account } from "../../engine/account/account.ts";
import type { Line } from "../../engine/account/line.ts";
import type { Instant } from "../../engine/calendar/instant.ts";
import { earnedBy } from "./earned.ts";
import { netOf } from "./held.ts";
import { revenueKind } from "./posting.ts";
import type { PostingWriter } from "./posting-writer.ts";
import type { RecognitionTerms, Span } from "./recognition-terms.ts";

const span: Span = { start: 0, end: 0 };

/** A period that was paid before the clock starts: what is left of it is deferred, and earned as it runs (N170). */
export function tellOpening(terms: RecognitionTerms, writer: PostingWriter, at: Instant, account: Account, line: Line): void {
  const { posting } = writer;
  const net = netOf(line);
  terms.setSpan(line, at, span);
  const now = terms.clock(at);
  const left = net - earnedBy(now, net, span.start, span.end);
  if (left === 0) return;
  writer.aboutNothing();
  posting.plan = line.plan;
  posting.subscription = line.subscription;
  posting.kind = revenueKind(line);
  posting.deferredOpening = left;
  writer.schedule(net, span.start, span.end, now);
  writer.tell(at, account, "opening");
}
