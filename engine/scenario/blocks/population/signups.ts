import { readNumber } from "../../../language/read-distribution.ts";
import { type Reader, type Reading, readChoice, readField, readList, readOr } from "../../../language/reading.ts";
import { block, choice, list, named, notYet, ref, type Schema, text, whole } from "../../../language/schema-parts.ts";
import { field, has, quoteValue, type SourceMap, type SourceNode } from "../../../language/source-node.ts";
import type { SignUps } from "../../../population/population.ts";

export const signupsSchema: Schema = block("How many customers come, and when: `per_month`, `each_month`, `from` or `existing`.", {
  per_month: ref("number_or_distribution", "Sign-ups in the first month on average.", { type: ["number", "string"] }),
  growth: ref("share", "Monthly growth of the sign-ups, compounded."),
  process: choice("Random arrivals, or the same number every month.", ["poisson", "even"], { default: "poisson" }),
  seasonality: list("Twelve factors, January first.", { description: "A factor, 1 for an average month.", type: "number" }, { minItems: 12, maxItems: 12 }),
  each_month: list("Sign-ups of each calendar month of the clock in turn; none after the last.", {
    description: "Sign-ups of a month.",
    type: "integer",
    minimum: 0,
  }),
  from: notYet(
    "It will read sign-ups from a file.",
    text("A CSV file with columns customer, at, plan, quantity, currency, coupon, trial_end, card, and attributes."),
  ),
  existing: notYet(
    "It will begin with live subscriptions.",
    block("Live subscriptions at the clock's start.", {
      count: whole("How many, drawn from the mix.", 0),
      from: text("A CSV file of live subscriptions."),
      format: choice("Whose columns the file has.", ["billclock", "stripe"], { default: "billclock" }),
      plans: named("Which plan of `plans` a price id of the file stands for.", ref("id", "A plan.")),
      columns: named("What the file calls a column.", text("The file's name of the column.")),
    }),
  ),
});

/** More a month than this is a slip, and would take hours. */
const MOST_A_MONTH = 10_000_000;
const NOBODY: SignUps = { kind: "each_month", counts: [] };

export function readSignUps(reading: Reading, population: SourceMap): SignUps {
  const node = field(population, "signups");
  if (!has(population, "signups")) {
    reading.refuseMissing(population, "The population has no sign-ups.", "A population has `signups`.", "Write `signups: { per_month: 100 }`, for example.");
    return NOBODY;
  }
  if (node?.kind !== "map") return NOBODY;
  const growth = readOr(reading, node, "growth", readGrowth, 0);
  const process = readOr<"poisson" | "even">(reading, node, "process", readChoice(), "poisson");
  const seasonality = readField(reading, node, "seasonality", readList(readCount));
  const perMonth = readField(reading, node, "per_month", readCount);
  const counts = readField(reading, node, "each_month", readList(readCount));
  refuseMisplaced(reading, node);
  if (has(node, "each_month")) return { kind: "each_month", counts: counts ?? [] };
  if (has(node, "per_month")) return { kind: "rate", rate: { perMonth: perMonth ?? 0, growth, seasonality }, process };
  reading.refuseMissing(
    node,
    "The sign-ups do not say how many.",
    "Sign-ups have one of `per_month` and `each_month`.",
    "Write `per_month: 100`, for example.",
  );
  return NOBODY;
}

function refuseMisplaced(reading: Reading, node: SourceMap): void {
  if (!has(node, "each_month")) return;
  for (const key of ["per_month", "growth", "process", "seasonality"]) {
    const entry = node.entries.get(key);
    if (entry === undefined) continue;
    reading.refuseKey(entry, {
      code: "exclusive-keys",
      message: `\`${key}\` stands beside \`each_month\`.`,
      rule: "`each_month` says the sign-ups of every month by itself.",
      remedy: "Keep the one that is meant.",
    });
  }
}

const readCount: Reader<number> = (reading, node) => {
  const count = readNumber(reading, node);
  if (count === undefined || (count >= 0 && count <= MOST_A_MONTH)) return count;
  if (node.kind === "scalar" && node.isUncertain && count < 0) return 0;
  return refuseNumber(reading, node, `It lies between 0 and ${MOST_A_MONTH}.`);
};

const readGrowth: Reader<number> = (reading, node) => {
  const growth = readNumber(reading, node);
  if (growth === undefined || (growth > -1 && growth <= 10)) return growth;
  return refuseNumber(reading, node, "Monthly growth lies above -100% and is at most 1000%.");
};

function refuseNumber(reading: Reading, node: SourceNode, rule: string): undefined {
  return reading.refuse(node, { code: "bad-number", message: `The number is ${quoteValue(node)}.`, rule, remedy: "Write another number." });
}
