import type { Account } from "../account/account.ts";
import type { Redemptions } from "../account/world.ts";
import type { Instant } from "../calendar/instant.ts";
import type { Coupon } from "../catalog/coupon.ts";
import type { Population } from "../population/population.ts";
import type { Varying } from "../population/varying.ts";
import type { Scenario } from "../scenario/scenario.ts";

/** An attempt to redeem a limited coupon. */
interface Attempt {
  readonly at: Instant;
  readonly ordinal: number;
  readonly id: string;
}

/** The last instant at which a coupon is given, and to whom of those who ask in it. */
interface Cut {
  readonly at: Instant;
  readonly customers: ReadonlySet<string>;
}

/** Whether drawn customers may ask for a coupon that is limited: their attempts are known only when their lives are. */
export function drawsRedemptions({ populations, business, catalog }: Scenario): boolean {
  if (populations.length === 0 || ![...catalog.coupons.values()].some(isLimited)) return false;
  return business.some((entry) => "coupon" in entry && isLimited(entry.coupon)) || populations.some(mayAsk);
}

function mayAsk({ signUps, coupon, mix, behavior }: Population): boolean {
  const returns = behavior.filter((one) => one.kind === "return");
  return signUps.kind === "file" || [coupon, ...mix.map((offer) => offer.coupon), ...returns.map((one) => one.coupon)].some(mayBeLimited);
}

/** What differs between customers may be any coupon. */
function mayBeLimited(choice: Varying<Coupon | undefined>): boolean {
  return "always" in choice ? isLimited(choice.always) : true;
}

function isLimited(coupon: Coupon | undefined): boolean {
  return coupon !== undefined && coupon.maxRedemptions !== Number.POSITIVE_INFINITY;
}

/**
 * Slots where customers are drawn (D24, N88). All lives are run beforehand, and every attempt is written down: up to the first that finds no slot
 * left nobody was refused, so the order of (instant, customer) until there is true. Once for each coupon that is used up, the first one first,
 * since who is refused may live on differently.
 *
 * @param run runs the scenario with these slots, told to nobody.
 */
export function drawnRedemptions(run: (redemptions: Redemptions) => void): Redemptions {
  const cuts = new Map<Coupon, Cut>();
  const decide = (coupon: Coupon, at: Instant, { id }: Account): boolean => {
    const cut = cuts.get(coupon);
    return cut === undefined || at < cut.at || (at === cut.at && cut.customers.has(id));
  };
  for (;;) {
    const attempts = new Map<Coupon, Attempt[]>();
    run({
      redeem(coupon, at, account) {
        if (coupon.maxRedemptions !== Number.POSITIVE_INFINITY && !cuts.has(coupon)) note(attempts, coupon, { at, ordinal: account.ordinal, id: account.id });
        return decide(coupon, at, account);
      },
    });
    const first = firstUsedUp(attempts);
    if (first === undefined) return { redeem: decide };
    cuts.set(...first);
  }
}

function note(attempts: Map<Coupon, Attempt[]>, coupon: Coupon, attempt: Attempt): void {
  const known = attempts.get(coupon) ?? [];
  if (known.length === 0) attempts.set(coupon, known);
  known.push(attempt);
  // Only the earliest decide: a crowd's attempts need not fit into memory.
  if (known.length > 2 * coupon.maxRedemptions + 1000) {
    known.sort(inOrder);
    known.length = coupon.maxRedemptions + 1;
  }
}

function inOrder(a: Attempt, b: Attempt): number {
  return a.at - b.at || a.ordinal - b.ordinal;
}

/** The coupon whose first refusal is the earliest, with its last slots; undefined where there is none left to refuse. */
function firstUsedUp(attempts: ReadonlyMap<Coupon, Attempt[]>): readonly [Coupon, Cut] | undefined {
  let found: readonly [Coupon, Cut] | undefined;
  let earliest: Attempt | undefined;
  for (const [coupon, all] of attempts) {
    all.sort(inOrder);
    const refused = all[coupon.maxRedemptions];
    if (refused === undefined || (earliest !== undefined && inOrder(earliest, refused) <= 0)) continue;
    earliest = refused;
    const granted = all.slice(0, coupon.maxRedemptions);
    const { at } = granted.at(-1) as Attempt;
    found = [coupon, { at, customers: new Set(granted.filter((attempt) => attempt.at === at).map(({ id }) => id)) }];
  }
  return found;
}
