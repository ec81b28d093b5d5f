import { instantOf } from "../../calendar/civil.ts";
import { type Instant, NEVER } from "../../calendar/instant.ts";
import { didYouMean } from "../../language/did-you-mean.ts";
import { readInstant, readMonth } from "../../language/read-instant.ts";
import { type Reader, type Reading, readChoice, readField, readFlag, readList, readOr } from "../../language/reading.ts";
import { declare } from "../../language/references.ts";
import { block, choice, flag, list, named, ref, type Schema } from "../../language/schema-parts.ts";
import { has, quoteText, type SourceEntry, type SourceMap, type SourceNode } from "../../language/source-node.ts";
import { type Card, type CardBehaviour, type Funding, noCard, scriptedCard } from "../../payments/card.ts";
import { type DeclineCode, declineCodes } from "../../payments/decline-codes.ts";
import type { Declarations } from "../declarations.ts";
import { drawnDeclines, drawnExpires, readDrawnCard, recoverySchema, replacedAfterFailureSchema, saysRate } from "./drawn-card.ts";

export const FUNDINGS = ["credit", "debit", "prepaid", "unknown"] as const satisfies readonly Funding[];

const declinesSchema = block("When it declines.", {
  code: ref("id", "The decline code of a window."),
  from: ref("instant", "The window's first instant."),
  until: ref("instant", "The first instant after the window."),
  ...drawnDeclines,
});

const expiresSchema: Schema = {
  description: "The last month in which it is good; from the first instant of the next one it declines `expired_card`.",
  type: ["string", "object"],
  properties: drawnExpires,
  additionalProperties: false,
  examples: ["2026-09"],
  "x-expects": "a month such as 2026-09, or `{ share_per_month, updater }`",
};

export const cardsSchema = named(
  "Cards by name: what happens at each charge. Built in are `visa`, which always succeeds, and one card per decline code, which always declines with it.",
  block("A card.", {
    outcomes: list("Charge by charge `succeeds` or a decline code; the last repeats.", ref("id", "`succeeds` or a decline code."), { minItems: 1 }),
    declines: declinesSchema,
    expires: expiresSchema,
    updater: flag("The networks' updater replaces the card in time: after its last month it goes on without a decline (K3).", { default: false }),
    funding: choice("What kind of card it is; `billing` may accept only some.", FUNDINGS, { default: "credit" }),
    recovery: recoverySchema,
    replaced_after_failure: replacedAfterFailureSchema,
  }),
);

const ALWAYS: CardBehaviour = { outcomes: [], declines: undefined, expiresAt: NEVER, expired: decline("expired_card"), updater: false };

function decline(code: string): DeclineCode {
  return declineCodes.get(code) as DeclineCode;
}

/** The built-in cards: `none`, `visa`, and one per decline code. Declared before the scenario's own. */
export function declareBuiltInCards({ cards }: Declarations): void {
  const builtIn = (id: string, outcomes: CardBehaviour["outcomes"]): void => {
    cards.all.set(id, scriptedCard(cards.all.size, id, "credit", { ...ALWAYS, outcomes }));
  };
  cards.all.set(noCard.id, noCard);
  builtIn("visa", []);
  for (const [id, code] of declineCodes) builtIn(id, [code]);
}

export function readCards(reading: Reading, node: SourceNode | undefined, { cards }: Declarations): void {
  declare<Card>(reading, node, cards, (entry, index) => {
    if (!cards.builtIn.names.has(entry.key)) return readCard(reading, entry, index);
    reading.refuseKey(entry, {
      code: "built-in-card",
      message: `The card ${quoteText(entry.key)} is built in.`,
      rule: "Built-in cards (none, visa, and one per decline code) mean the same in every scenario.",
      remedy: "Choose another name.",
    });
    return cards.all.get(entry.key);
  });
}

function readCard(reading: Reading, { key, value }: SourceEntry, index: number): Card | undefined {
  if (value.kind !== "map") return undefined;
  const outcomes = readOr(reading, value, "outcomes", readList(readOutcome), []);
  const drawn = readDrawnCard(reading, value, key);
  const declines = readField(reading, value, "declines", readWindow);
  const expiresAt = readOr(reading, value, "expires", readExpiry, NEVER);
  const funding = readOr<Funding>(reading, value, "funding", readChoice(), "credit");
  const updater = readOr(reading, value, "updater", readFlag, false);
  if (updater && !has(value, "expires")) refuseUpdater(reading, value.entries.get("updater") as SourceEntry);
  return scriptedCard(index, key, funding, { outcomes: outcomes.map(({ code }) => code), declines, expiresAt, expired: ALWAYS.expired, updater }, drawn);
}

function refuseUpdater(reading: Reading, entry: SourceEntry): void {
  reading.refuseKey(entry, {
    code: "misplaced-key",
    message: "`updater` stands in a card that does not expire.",
    rule: "The updater replaces a card when its last month is over.",
    remedy: "Write `expires: 2026-09`, for example, or take `updater` out.",
  });
}

const readOutcome: Reader<{ readonly code: DeclineCode | undefined }> = (reading, node) => {
  if (node.kind === "scalar" && node.value === "succeeds") return { code: undefined };
  const code = readDeclineCode(reading, node, ["succeeds"]);
  return code === undefined ? undefined : { code };
};

function readDeclineCode(reading: Reading, node: SourceNode, also: readonly string[] = []): DeclineCode | undefined {
  if (node.kind !== "scalar" || node.value === null) return undefined;
  const code = declineCodes.get(node.text);
  if (code !== undefined) return code;
  return reading.refuse(node, {
    code: "unknown-decline-code",
    message: `There is no decline code ${quoteText(node.text)}.`,
    rule: `${also.length > 0 ? "An outcome is `succeeds` or one" : "A decline code is one"} of Stripe's decline codes, such as insufficient_funds, do_not_honor or lost_card.`,
    remedy: didYouMean(node.text, [...also, ...declineCodes.keys()], "Use card_declined when it does not matter which."),
  });
}

const readWindow: Reader<NonNullable<CardBehaviour["declines"]>> = (reading, node) => {
  if (node.kind !== "map" || saysRate(node)) return undefined;
  const code = readField(reading, node, "code", readDeclineCode);
  const from = readField(reading, node, "from", readInstant);
  const until = readField(reading, node, "until", readInstant);
  const missing = ["code", "from", "until"].filter((key) => !has(node, key));
  if (missing.length > 0) return refuseIncompleteWindow(reading, node, missing);
  if (from !== undefined && until !== undefined && until <= from) {
    return reading.refuse((node.entries.get("until") as SourceEntry).value, {
      code: "window-backwards",
      message: "The window of declines ends before it begins.",
      rule: "`until` is later than `from`.",
      remedy: "Swap the two, or correct one.",
    });
  }
  return code === undefined || from === undefined || until === undefined ? undefined : { code, from, until };
};

function refuseIncompleteWindow(reading: Reading, node: SourceMap, missing: readonly string[]): undefined {
  return reading.refuseMissing(
    node,
    `The window of declines has no \`${missing.join("` and no `")}\`.`,
    "A window has `code`, `from` and `until`.",
    "Write `declines: { code: insufficient_funds, from: 2026-12-01, until: 2026-12-08 }`.",
  );
}

/** The first instant of the month after the last good one. */
const readExpiry: Reader<Instant> = (reading, node) => {
  const month = readMonth(reading, node);
  if (month === undefined) return node.kind === "map" ? refuseEmptyExpiry(reading, node) : undefined;
  return month.month === 12 ? instantOf(month.year + 1, 1, 1) : instantOf(month.year, month.month + 1, 1);
};

function refuseEmptyExpiry(reading: Reading, node: SourceMap): undefined {
  if (node.entries.size > 0) return undefined;
  return reading.refuse(node, {
    code: "bad-month",
    message: "`expires` names no month.",
    rule: "A card expires at the end of a month.",
    remedy: "Write `expires: 2026-09`.",
  });
}
