import type { Account } from "../account/account.ts";
import { DUE, type Due, UNORDERED } from "../account/agenda.ts";
import type { Bringing, Business, Person } from "../account/business.ts";
import { Refusal } from "../account/refusal.ts";
import type { Item, Subscription } from "../account/subscription.ts";
import type { World } from "../account/world.ts";
import { type Instant, NEVER } from "../calendar/instant.ts";
import type { Coupon } from "../catalog/coupon.ts";
import { type Plan, planIn } from "../catalog/plan.ts";
import { replaceCoupon } from "../lifecycle/payments/replace-card.ts";
import { cancel } from "../lifecycle/subscriptions/cancel.ts";
import { hasEnded } from "../lifecycle/subscriptions/status.ts";
import type { DeclineCode } from "../payments/decline-codes.ts";
import type { BusinessEntry, Migration, Move, Outage } from "./entry.ts";
import { monthlyBill } from "./monthly-bill.ts";
import { type ItemMove, moveAtTurn, moveNow } from "./moves.ts";
import { PriceHistories, priceIn } from "./price-history.ts";
import { isFor, type Promotion, takenAt, takes } from "./promotion.ts";
import { asksForTerms, isAbout, isOpen, type Reach, waveOf } from "./reach.ts";
import { leavesAt } from "./response.ts";

const NO_ATTRIBUTES: readonly string[] = [];

/** What the entries of a business timeline come to, for each customer and instant. */
class TimedBusiness implements Business {
  private readonly entries: readonly BusinessEntry[];
  private readonly outages: readonly Outage[];
  private readonly prices: PriceHistories;
  private readonly migrations: readonly Migration[];
  private readonly promotions: readonly Promotion[];
  private readonly atOnce: readonly Move[];
  readonly bringing: readonly Bringing[];

  constructor(entries: readonly BusinessEntry[]) {
    this.entries = entries;
    this.outages = entries.filter((entry) => entry.kind === "outage");
    this.prices = new PriceHistories(entries);
    this.migrations = entries.filter((entry) => entry.kind === "migrate");
    this.promotions = entries.filter((entry) => entry.kind === "promotion");
    this.atOnce = entries.filter(isAtOnce);
    this.bringing = this.promotions.filter(({ signUps }) => signUps > 0).map(bringingOf);
  }

  outage(account: Account): DeclineCode | undefined {
    if (this.outages.length === 0) return undefined;
    const person = personOf(account);
    return this.outages.findLast(({ reach }) => isUnder(reach, account, person))?.declines;
  }

  changesPrice(plan: Plan): boolean {
    return this.prices.changes(plan);
  }

  priceNow(account: Account, plan: Plan): Plan {
    return this.prices.changes(plan) ? this.prices.priceNow(personOf(account), account.now, plan) : plan;
  }

  priceFor(person: Person, now: Instant, plan: Plan): Plan {
    return this.prices.priceNow(person, now, plan);
  }

  movesAtTurn(account: Account, subscription: Subscription): boolean {
    return this.movesOf(account, subscription).length > 0;
  }

  moveAtTurn(world: World, account: Account, subscription: Subscription): boolean {
    const moves = this.movesOf(account, subscription).filter(({ item }) => item.periodEnd <= account.now);
    if (moves.length === 0) return false;
    const before = monthlyBill(account, subscription);
    if (!moveAtTurn(world, account, subscription, moves)) return false;
    this.respond(account, subscription, moves, before);
    return true;
  }

  signUpCoupon(person: Person, now: Instant, plans: readonly Plan[], broughtBy: string | undefined): Coupon | undefined {
    const brought = broughtBy === undefined ? undefined : this.promotions.find(({ name }) => name === broughtBy);
    return (brought ?? this.promotions.findLast((promotion) => isFor(promotion, person, now, plans) && takes(promotion, person.key)))?.coupon;
  }

  brings(name: string, person: Person, now: Instant, plans: readonly Plan[]): boolean {
    return this.promotions.some((promotion) => promotion.name === name && isFor(promotion, person, now, plans));
  }

  plan(account: Account, horizon: Instant): void {
    if (this.atOnce.length === 0 && this.promotions.length === 0) return;
    const person = personOf(account);
    for (const promotion of account.life === undefined ? [] : this.promotions) {
      const wave = promotion.to === "new" || !takes(promotion, account.key) ? undefined : waveOf(promotion.reach, person);
      // Who comes later is no customer when it begins.
      if (wave !== undefined && wave.begins > account.now) this.push(account, takenAt(promotion, account.key, wave, horizon), promotion, ACT, 0);
    }
    for (const entry of this.atOnce) {
      const wave = waveOf(entry.reach, person);
      if (wave !== undefined && wave.begins >= account.now) this.push(account, wave.begins, entry, ACT, 0);
    }
  }

  due(world: World, account: Account, due: Due): void {
    const entry = this.entries[Math.floor(due.ref / STEPS)] as Move | Promotion;
    if (entry.kind === "promotion") offer(world, account, entry);
    else if (due.ref % STEPS === LEAVE) leave(world, account, account.subscriptions[due.generation] as Subscription, entry.name);
    else for (let i = 0; i < account.subscriptionCount; i++) this.act(world, account, account.subscriptions[i] as Subscription, entry);
  }

  private act(world: World, account: Account, subscription: Subscription, entry: Move): void {
    if (hasEnded(subscription) || !isAbout(entry.reach.where, account, subscription)) return;
    const items = subscription.items.slice(0, subscription.itemCount);
    const isMoved = ({ plan }: Item): boolean => (entry.kind === "migrate" ? canMigrate(entry, subscription, plan) : this.prices.isLater(entry, plan));
    const moves = items.filter(isMoved).map((item) => ({ item, to: this.becomes(account, entry, item), entry }));
    if (moves.length === 0) return;
    const before = monthlyBill(account, subscription);
    if (moveNow(world, account, subscription, moves)) this.respond(account, subscription, moves, before);
  }

  /** What every item becomes in its next period, by the entries that are open now. */
  private movesOf(account: Account, subscription: Subscription): readonly ItemMove[] {
    const moves: ItemMove[] = [];
    for (let i = 0; i < subscription.itemCount; i++) {
      const item = subscription.items[i] as Item;
      const entry = this.moveOf(account, subscription, item);
      if (entry !== undefined) moves.push({ item, to: this.becomes(account, entry, item), entry });
    }
    return moves;
  }

  private moveOf(account: Account, subscription: Subscription, item: Item): Move | undefined {
    const { plan } = item;
    if (!this.prices.changes(plan) && this.migrations.every(({ from }) => from.id !== plan.id)) return undefined;
    const person = personOf(account);
    const migration = this.migrations.findLast(
      (entry) =>
        canMigrate(entry, subscription, plan) &&
        isOpen(entry.reach, person, account.now) &&
        isDueAtTurn(entry, person, subscription) &&
        isAbout(entry.reach.where, account, subscription),
    );
    return migration ?? this.prices.changeOf(person, account, subscription, item);
  }

  private becomes(account: Account, entry: Move, { plan }: Item): Plan {
    if (entry.kind === "change_price") return priceIn(entry, plan.currency) ?? plan;
    return this.priceNow(account, planIn(entry.to, plan.currency) ?? plan);
  }

  /** Who is drawn may leave for what its bill has become; a script says itself who leaves. */
  private respond(account: Account, subscription: Subscription, moves: readonly ItemMove[], before: number): void {
    if (account.life === undefined) return;
    for (const entry of new Set(moves.map((move) => move.entry))) {
      if (entry.response === undefined) continue;
      const at = leavesAt(entry.response, account, before, monthlyBill(account, subscription));
      if (at !== NEVER) this.push(account, at, entry, LEAVE, subscription.ordinal);
    }
  }

  private push(account: Account, at: Instant, entry: BusinessEntry, step: number, generation: number): void {
    account.agenda.push(at, DUE.business, UNORDERED, this.entries.indexOf(entry) * STEPS + step, generation);
  }
}

/** What falls due of an entry: it does what it does, or a customer leaves for it. */
const STEPS = 2;
const ACT = 0;
const LEAVE = 1;

function isAtOnce(entry: BusinessEntry): entry is Move {
  return (entry.kind === "change_price" && entry.for === "now") || (entry.kind === "migrate" && entry.when === "now");
}

/** One plan stands once on a subscription, so who has the new one already keeps both. */
function canMigrate({ from, to }: Migration, { items, itemCount }: Subscription, plan: Plan): boolean {
  return plan.id === from.id && !items.some((item, i) => i < itemCount && item.plan.id === to.id);
}

/** A migration at once is made up for by the next period where it could not be done; it is not about those who came later. */
function isDueAtTurn({ when, reach }: Migration, person: Person, { startedAt }: Subscription): boolean {
  return when === "at_renewal" || startedAt < (waveOf(reach, person)?.begins ?? 0);
}

function bringingOf({ name, label, signUps: share, reach: { where, waves } }: Promotion): Bringing {
  return {
    name,
    label,
    populations: where.populations,
    share,
    begins: Math.min(...waves.map(({ begins }) => begins)),
    ends: Math.max(...waves.map(({ ends }) => ends)),
  };
}

/** A customer takes what is offered to those who are there, or to those who have left. A coupon that is over or used up is not taken. */
function offer(world: World, account: Account, { to, coupon, reach: { where } }: Promotion): void {
  const subscription = account.subscriptions[account.subscriptionCount - 1];
  if (subscription === undefined || account.subscriptionCount === 0 || !isAbout(where, account, subscription)) return;
  try {
    if (to === "churned") {
      if (subscription.status === "canceled") account.life?.comeBack(world, account, coupon);
    } else if (!hasEnded(subscription)) replaceCoupon(world, account, { kind: "coupon", coupon }, subscription.name);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

/** It leaves at once, if it has not gone or asked to go. */
function leave(world: World, account: Account, subscription: Subscription, reason: string): void {
  if (hasEnded(subscription) || subscription.cancelAt !== NEVER) return;
  try {
    cancel(world, account, { kind: "cancel", atPeriodEnd: false, prorate: false, invoiceNow: false, reason }, subscription.name);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

/** The business of a scenario; undefined where it does nothing, so that nobody asks. */
export function businessOf(entries: readonly BusinessEntry[]): Business | undefined {
  return entries.length === 0 ? undefined : new TimedBusiness(entries);
}

/** Whether the entry holds for the customer now. What it asks of a subscription, any that has not ended may have. */
function isUnder(reach: Reach, account: Account, person: Person): boolean {
  if (!isOpen(reach, person, account.now)) return false;
  const { subscriptions, subscriptionCount } = account;
  const isMeant = (subscription: Subscription, i: number): boolean =>
    i < subscriptionCount && !hasEnded(subscription) && isAbout(reach.where, account, subscription);
  return !asksForTerms(reach.where) || subscriptions.some(isMeant);
}

function personOf({ key, population, currency, life }: Account): Person {
  return { key, population, currency, attributes: life?.attributes ?? NO_ATTRIBUTES };
}
