import type { Account } from "../../account/account.ts";
import { DUE, UNORDERED } from "../../account/agenda.ts";
import type { Invoice } from "../../account/invoice.ts";
import type { World } from "../../account/world.ts";
import { addDuration } from "../../calendar/duration.ts";
import { type Instant, NEVER } from "../../calendar/instant.ts";
import type { DeclineCode } from "../../payments/decline-codes.ts";
import { type Attempt, type DrawnCard, drawnDecline, drawnExpiry, drawnReplacement, type Holding, isUpdated } from "../../payments/drawn-card.ts";
import { setNumbered } from "../../random/numbered-key.ts";
import type { Key } from "../../random/root-key.ts";
import { orderOf } from "../invoices/invoice-order.ts";
import { planCardUpdate } from "./card-update.ts";

type Writable<T> = { -readonly [P in keyof T]: T[P] };

/** Filled again for every question: nothing is allocated for a charge. */
const episode: Writable<Key> = { high: 0, low: 0 };
const holding: Writable<Holding> = { key: episode, copy: 0, expiresAt: NEVER };
const attempt: Writable<Attempt> = { episode, at: 0, retry: 0, failedAt: 0 };

/** Asks a card in numbers; undefined is success. Without an invoice it is a charge of its own, or of a sign-up that may come to nothing. */
export function chargeDrawn(account: Account, card: DrawnCard, attempts: number, invoice: Invoice | undefined): DeclineCode | undefined {
  setEpisode(account, invoice);
  holding.key = account.key;
  holding.copy = account.cardCopy;
  holding.expiresAt = account.cardExpiresAt;
  attempt.at = account.now;
  attempt.retry = invoice === undefined ? 0 : attempts - 1 - invoice.attemptsBefore;
  attempt.failedAt = invoice === undefined ? account.now : Math.max(invoice.finalizedAt, account.cardSince);
  return drawnDecline(card, holding, attempt);
}

/** The episode is the subscription, the instant in which the invoice was made, and what was tried before the customer had this card (D35). */
function setEpisode({ key, now, oneOffCharges }: Account, invoice: Invoice | undefined): void {
  setNumbered(episode, key, invoice === undefined ? now : invoice.createdAt);
  setNumbered(episode, episode, invoice === undefined ? UNORDERED + 1 + oneOffCharges.length : orderOf(invoice));
  if (invoice !== undefined && invoice.attemptsBefore > 0) setNumbered(episode, episode, invoice.attemptsBefore);
}

/** The customer has a card that nobody has seen before: the present one's behaviour, with draws of its own. Blocks are lifted. */
export function freshCard(account: Account): void {
  account.charges[account.card.index] = 0;
  for (const invoice of account.invoices) invoice.blockedCard = -1;
  leaveAttempts(account);
  account.cardCopy++;
  beginCard(account);
}

/** What was tried until now was tried with another card. */
export function leaveAttempts(account: Account): void {
  for (const invoice of account.invoices) invoice.attemptsBefore = invoice.attempts;
}

/** From now on the customer has the card that the account says. */
export function beginCard(account: Account): void {
  account.cardSince = account.now;
  planCardUpdate(account);
  planExpiry(account);
}

/** When a card in numbers is over, and when the updater replaces it, if it does: then it goes on as it did until the next time (K3). */
export function planExpiry(account: Account): void {
  const { now, key } = account;
  const { drawn } = account.card;
  account.cardExpiresAt = NEVER;
  if (drawn?.expiry === undefined) return;
  const expiresAt = drawnExpiry(drawn, key, now);
  account.cardExpiresAt = expiresAt;
  if (expiresAt === NEVER || !isUpdated(drawn, key, now)) return;
  account.agenda.push(expiresAt, DUE.cardUpdate, UNORDERED, 0, account.cardGeneration);
}

/** Slots are below it: a plan says for which card of the invoice it was made. */
const CARD_PLACE = 0x100000;

/** The first attempt with this card has failed: plans when the customer replaces it, if in time (D35). */
export function planReplacement(account: Account, invoice: Invoice): void {
  const { drawn } = account.card;
  if (drawn?.replacement === undefined || invoice.attempts !== invoice.attemptsBefore + 1) return;
  setEpisode(account, invoice);
  const at: Instant = drawnReplacement(drawn, episode, account.now);
  if (at > addDuration(account.now, drawn.replacement.within)) return;
  account.agenda.push(at, DUE.replacement, UNORDERED, invoice.slot + CARD_PLACE * invoice.attemptsBefore, invoice.generation);
}

/** The invoice that a planned replacement is for; undefined when it is closed or the customer has another card by now. */
export function replacedFor(account: Account, ref: number, generation: number): Invoice | undefined {
  const invoice = account.invoices[ref % CARD_PLACE];
  if (invoice === undefined || invoice.generation !== generation || invoice.status !== "open") return undefined;
  return invoice.attemptsBefore === Math.floor(ref / CARD_PLACE) ? invoice : undefined;
}

/** The customer replaces the card of its own accord. It is charged at the next try (B34). */
export function renewCard(world: World, account: Account): void {
  freshCard(account);
  world.sink.card(account.now, account, account.card, "renewed");
}
