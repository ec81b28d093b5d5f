import type { Duration } from "../../calendar/duration.ts";
import { didYouMean } from "../../language/did-you-mean.ts";
import { readNumber } from "../../language/read-distribution.ts";
import { readDuration } from "../../language/read-duration.ts";
import { type Reader, type Reading, readField, readList, readOr } from "../../language/reading.ts";
import { block, named, ref, type Schema } from "../../language/schema-parts.ts";
import { field, has, quoteText, type SourceEntry, type SourceMap, type SourceNode } from "../../language/source-node.ts";
import { type DeclineCode, declineCodes } from "../../payments/decline-codes.ts";
import type { DrawnCard, Recovery } from "../../payments/drawn-card.ts";
import { hazardOf } from "../../population/hazard.ts";
import { defaultCodes, defaultRecovery } from "./drawn-card-defaults.ts";
import { readProbability } from "./population/rate.ts";
import { readWeight } from "./population/shares.ts";

/** The month of hazards, 365/12 days (D33), and the day. */
const MONTH = 2_628_000;
const DAY = 86_400;

/** What `declines` says of a card in numbers. */
export const drawnDeclines: Readonly<Record<string, Schema>> = {
  rate: ref("share", "The share of first attempts that decline; in place of a window."),
  codes: named("How often each decline code comes: weights.", ref("share", "The weight of the code.")),
  cluster: block(
    "Declines cluster by card: two kinds of cards, with `rate` on average.",
    {
      share: ref("share", "The share of cards that decline more often."),
      ratio: { description: "How many times as often, 1 or more.", type: "number" },
    },
    ["share", "ratio"],
  ),
};

export const drawnExpires: Readonly<Record<string, Schema>> = {
  share_per_month: ref("share", "The share of cards that expire in a month."),
  updater: ref("share", "The share of those that the networks' updater replaces in time (K3); the others decline `expired_card`."),
};

export const recoverySchema: Schema = named("Per decline code: how failed payments come right.", {
  description: "The chance of each retry in turn, of which the last repeats; or in time, `{ eventually, half_life }`.",
  type: ["array", "object"],
  items: ref("share", "The chance that this retry succeeds."),
  minItems: 1,
  properties: {
    eventually: ref("share", "The share that is ever good again."),
    half_life: ref("duration", "The time after which half of those are."),
  },
  additionalProperties: false,
  "x-expects": "chances by retry such as [30%, 20%], or { eventually: 65%, half_life: 5 days }",
});

export const replacedAfterFailureSchema: Schema = block(
  "Customers replace a card that failed; the new one is charged at the next try.",
  {
    share_per_day: ref("share", "The share who do so each day."),
    for: ref("duration", "For how long after the first failure."),
  },
  ["share_per_day", "for"],
);

/** Whether the card says anything in numbers. */
function isDrawn(card: SourceMap): boolean {
  const [declines, expires] = [field(card, "declines"), field(card, "expires")];
  if (has(card, "recovery") || has(card, "replaced_after_failure")) return true;
  if (expires?.kind === "map" && expires.entries.size > 0) return true;
  return declines?.kind === "map" && saysRate(declines);
}

/** Whether `declines` is meant in numbers, not as a window. */
export function saysRate(declines: SourceMap): boolean {
  return ["rate", "codes", "cluster"].some((key) => has(declines, key));
}

/** Reads what a card does in numbers; undefined when it says nothing of the kind. */
export function readDrawnCard(reading: Reading, card: SourceMap, key: string): DrawnCard | undefined {
  if (!isDrawn(card)) return undefined;
  refuseOutcomes(reading, card, key);
  const declines = field(card, "declines");
  const numbers = declines?.kind === "map" && saysRate(declines) ? declines : undefined;
  if (numbers !== undefined) refuseMixedDeclines(reading, numbers);
  const rate = numbers === undefined ? 0 : readOr(reading, numbers, "rate", readProbability, 0);
  const cluster = numbers === undefined ? undefined : readField(reading, numbers, "cluster", readCluster(rate));
  const codes = (numbers && readField(reading, numbers, "codes", readCodes)) ?? defaultCodes;
  return {
    rate,
    cluster: cluster ?? { share: 0, ratio: 1 },
    codes,
    recovery: new Map([...defaultRecovery, ...(readField(reading, card, "recovery", readRecoveries) ?? [])]),
    expiry: readField(reading, card, "expires", readExpiry),
    replacement: readField(reading, card, "replaced_after_failure", readReplacement),
  };
}

function refuseOutcomes(reading: Reading, card: SourceMap, key: string): void {
  for (const other of ["outcomes", "updater"]) {
    const entry = card.entries.get(other);
    if (entry === undefined) continue;
    reading.refuseKey(entry, {
      code: "misplaced-key",
      message: `\`${other}\` stands in the card ${quoteText(key)}, which is told in numbers.`,
      rule: "A card either does what a script says (`outcomes`, a last month with `updater`), or is drawn: `declines: { rate }`, `recovery`, `expires: { share_per_month }`, `replaced_after_failure`.",
      remedy: other === "updater" ? "Write `expires: { share_per_month: 2.5%, updater: 50% }`." : "Make two cards of it.",
    });
  }
}

function refuseMixedDeclines(reading: Reading, declines: SourceMap): void {
  for (const key of ["code", "from", "until"]) {
    const entry = declines.entries.get(key);
    if (entry === undefined) continue;
    reading.refuseKey(entry, {
      code: "misplaced-key",
      message: `\`${key}\` of a window stands beside a rate.`,
      rule: "`declines` is either a window, `{ code, from, until }`, or drawn, `{ rate, codes, cluster }`.",
      remedy: "Make two cards of it.",
    });
  }
  if (has(declines, "rate")) return;
  reading.refuseMissing(
    declines,
    "`declines` says nothing of how often.",
    "Drawn declines have a `rate`, the share of first attempts that decline.",
    "Add `rate: 6%`, for example.",
  );
}

function readCluster(rate: number): Reader<DrawnCard["cluster"]> {
  return (reading, node) => {
    if (node.kind !== "map") return undefined;
    const share = readField(reading, node, "share", readProbability);
    const ratio = readField(reading, node, "ratio", readNumber);
    if (share === undefined || ratio === undefined) return undefined;
    const most = (rate * ratio) / (1 - share + share * ratio);
    if (ratio >= 1 && most <= 1) return { share, ratio };
    return reading.refuse((node.entries.get("ratio") as SourceEntry).value, {
      code: "bad-number",
      message: ratio < 1 ? `The ratio is ${ratio}.` : `With the ratio ${ratio} some cards would decline ${Math.round(most * 100)}% of the time.`,
      rule: "Cards of the cluster decline `ratio` times as often as the others, 1 or more, so that all together have the `rate`; no card declines more than always.",
      remedy: "Write a smaller ratio above 1, such as 4, or a lower rate.",
    });
  };
}

const readCodes: Reader<DrawnCard["codes"]> = (reading, node) => {
  if (node.kind !== "map") return undefined;
  const codes: { code: DeclineCode; weight: number; upTo: number }[] = [];
  let upTo = 0;
  for (const entry of node.entries.values()) {
    entry.read = true;
    const code = declineCodeOf(reading, entry);
    const weight = entry.value.broken ? undefined : readWeight(reading, entry.value);
    if (code === undefined || weight === undefined) continue;
    upTo += weight;
    codes.push({ code, weight, upTo });
  }
  if (codes.length < node.entries.size) return undefined;
  if (upTo > 0) return codes;
  return reading.refuse(node, {
    code: "bad-share",
    message: "No decline code has a weight above 0.",
    rule: "At least one decline code comes.",
    remedy: "Write { insufficient_funds: 60%, do_not_honor: 40% }, for example.",
  });
};

function declineCodeOf(reading: Reading, entry: SourceEntry): DeclineCode | undefined {
  const code = declineCodes.get(entry.key);
  if (code !== undefined) return code;
  return reading.refuseKey(entry, {
    code: "unknown-decline-code",
    message: `There is no decline code ${quoteText(entry.key)}.`,
    rule: "A decline code is one of Stripe's decline codes, such as insufficient_funds, do_not_honor or lost_card.",
    remedy: didYouMean(entry.key, declineCodes.keys(), "Use card_declined when it does not matter which."),
  });
}

const readRecoveries: Reader<ReadonlyMap<DeclineCode, Recovery>> = (reading, node) => {
  if (node.kind !== "map") return undefined;
  const recoveries = new Map<DeclineCode, Recovery>();
  for (const entry of node.entries.values()) {
    entry.read = true;
    const code = declineCodeOf(reading, entry);
    const recovery = entry.value.broken ? undefined : readRecovery(reading, entry.value);
    if (code === undefined || recovery === undefined) continue;
    if (code.hard) refuseHard(reading, entry);
    else recoveries.set(code, recovery);
  }
  return recoveries;
};

function refuseHard(reading: Reading, entry: SourceEntry): void {
  reading.refuseKey(entry, {
    code: "hard-decline",
    message: `${quoteText(entry.key)} is a hard decline.`,
    rule: "After a hard decline nothing is charged until the customer has a new card, so no retry succeeds.",
    remedy: "Take it out; `replaced_after_failure` says who gets a new card.",
  });
}

function readRecovery(reading: Reading, node: SourceNode): Recovery | undefined {
  if (node.kind === "list") {
    const chances = readList(readProbability)(reading, node);
    return chances === undefined || chances.length < node.items.length ? undefined : { kind: "attempts", chances };
  }
  if (node.kind !== "map") return undefined;
  const eventually = readField(reading, node, "eventually", readProbability);
  const halfLife = readField(reading, node, "half_life", readDuration);
  if (!has(node, "eventually") || !has(node, "half_life")) {
    return reading.refuseMissing(
      node,
      "The recovery in time is not whole.",
      "Recovery in time has `eventually`, the share that is ever good again, and `half_life`.",
      "Write { eventually: 65%, half_life: 5 days }.",
    );
  }
  return eventually === undefined || halfLife === undefined ? undefined : { kind: "time", eventually, halfLife: secondsOf(halfLife) };
}

const secondsOf = ({ months, seconds }: Duration): number => months * MONTH + seconds;

const readExpiry: Reader<NonNullable<DrawnCard["expiry"]>> = (reading, node) => {
  if (node.kind !== "map") return undefined;
  const share = readField(reading, node, "share_per_month", readProbability);
  const updater = readOr(reading, node, "updater", readProbability, 0);
  if (share !== undefined) return { share, hazard: hazardOf(share), updater };
  return reading.refuseMissing(
    node,
    "`expires` does not say how many.",
    "Drawn cards expire by `share_per_month`; `updater` is the share of those that the networks' updater replaces.",
    "Write `expires: { share_per_month: 2.5%, updater: 50% }`.",
  );
};

const readReplacement: Reader<NonNullable<DrawnCard["replacement"]>> = (reading, node) => {
  if (node.kind !== "map") return undefined;
  const share = readField(reading, node, "share_per_day", readProbability);
  const within = readField(reading, node, "for", readDuration);
  return share === undefined || within === undefined ? undefined : { share, hazard: (hazardOf(share) * MONTH) / DAY, within };
};
