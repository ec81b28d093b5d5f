import type { ActionDefinition } from "./action-definition.ts";
import { cancel } from "./cancel.ts";
import { card } from "./card.ts";
import { change } from "./change.ts";
import { charge } from "./charge.ts";
import { coupon } from "./coupon.ts";
import { credit } from "./credit.ts";
import { creditNote } from "./credit-note.ts";
import { dispute } from "./dispute.ts";
import { invoice } from "./invoice.ts";
import { invoiceItem } from "./invoice-item.ts";
import { markUncollectible } from "./mark-uncollectible.ts";
import { pause } from "./pause.ts";
import { pauseCollection } from "./pause-collection.ts";
import { pay } from "./pay.ts";
import { refund } from "./refund.ts";
import { resume } from "./resume.ts";
import { subscribe } from "./subscribe.ts";
import { uncancel } from "./uncancel.ts";
import { usage } from "./usage.ts";
import { usageStream } from "./usage-stream.ts";
import { voidInvoice } from "./void.ts";

/** Everything a script can do, in the order of the documentation: a new action is one file and one line here. */
export const actionDefinitions: readonly ActionDefinition[] = [
  subscribe,
  change,
  usage,
  usageStream,
  cancel,
  uncancel,
  pause,
  resume,
  pauseCollection,
  card,
  invoiceItem,
  invoice,
  charge,
  pay,
  refund,
  creditNote,
  credit,
  coupon,
  dispute,
  voidInvoice,
  markUncollectible,
];
