import { refuseTogether } from "../../../language/exclusive-keys.ts";
import { readNumber } from "../../../language/read-distribution.ts";
import { type Reader, type Reading, readChoice, readField, readList, readOr, readWhole } from "../../../language/reading.ts";
import { block, choice, list, named, ref, type Schema, text, whole } from "../../../language/schema-parts.ts";
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
  from: text(
    "A CSV file with the columns customer, at and, if there is need, plan, quantity, currency, coupon, trial_end, card and attributes; what a row leaves empty is drawn. The path is relative to the scenario and stays in its folder.",
  ),
  existing: block("Live subscriptions at the clock's start, in place of sign-ups: `count`, or `from`.", {
    count: whole("How many, drawn from the mix; each as old as the hazards of leaving make likely (N107).", 0),
    from: text("A CSV file of live subscriptions (docs/csv-files.md). The path is relative to the scenario and stays in its folder."),
    format: choice("Whose columns the file has: those of subscriptions.csv, or of Stripe's export.", ["billclock", "stripe"], {
      default: "billclock",
    }),
    plans: named("Which plan of `plans` a plan or price of the file stands for.", ref("id", "A plan.")),
    columns: named("By a column of the format: what the file calls it.", text("The file's name of the column.")),
  }),
});

/** More a month than this is a slip, and would take hours. */
const MOST_A_MONTH = 10_000_000;
const NOBODY: SignUps = { kind: "each_month", counts: [] };

/** The ways to say who comes. */
const WAYS = ["per_month", "each_month", "from", "existing"] as const;

/** Those that are drawn; who comes by a file is read when the rest of the population is known. */
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
  const way = WAYS.find((key) => has(node, key));
  if (way !== undefined) refuseMisplaced(reading, node, way);
  if (way === "each_month") return { kind: "each_month", counts: counts ?? [] };
  if (way === "per_month") return { kind: "rate", rate: { perMonth: perMonth ?? 0, growth, seasonality }, process };
  if (way === "existing") return readBase(reading, node);
  if (way !== undefined) return NOBODY;
  reading.refuseMissing(
    node,
    "The sign-ups do not say how many.",
    "Sign-ups have one of `per_month`, `each_month`, `from` and `existing`.",
    "Write `per_month: 100`, for example.",
  );
  return NOBODY;
}

/** More than this is a slip. */
const MOST_EXISTING = 100_000_000;

/** An existing base by count; one of a file is read when the rest of the population is known. */
function readBase(reading: Reading, signups: SourceMap): SignUps {
  const node = field(signups, "existing");
  if (node?.kind !== "map") return NOBODY;
  const count = readField(reading, node, "count", readWhole);
  if (has(node, "from")) {
    refuseTogether(reading, node, "from", "count", "Keep the one that is meant.");
    return NOBODY;
  }
  for (const key of ["format", "plans", "columns"]) {
    const entry = node.entries.get(key);
    if (entry === undefined) continue;
    reading.refuseKey(entry, {
      code: "misplaced-key",
      message: `\`${key}\` stands without \`from\`.`,
      rule: "It says how a file of subscriptions is read.",
      remedy: "Name the file with `from`, or take it out.",
    });
  }
  if (!has(node, "count")) {
    return (
      reading.refuseMissing(
        node,
        "It does not say which subscriptions.",
        "An existing base has `count` or `from`.",
        "Write `existing: { count: 4000 }`, for example.",
      ) ?? NOBODY
    );
  }
  const written = field(node, "count");
  if (count !== undefined && count > MOST_EXISTING && written !== undefined) refuseNumber(reading, written, `It is at most ${MOST_EXISTING}.`);
  return { kind: "base", count: count ?? 0 };
}

/** What says who comes by itself. */
const ALONE: Readonly<Record<Exclude<(typeof WAYS)[number], "per_month">, string>> = {
  each_month: "`each_month` says the sign-ups of every month by itself.",
  from: "The file says by itself who signs up, and when.",
  existing: "An existing base is there when the clock starts, and nobody joins it: who comes later is another population.",
};

function refuseMisplaced(reading: Reading, node: SourceMap, way: (typeof WAYS)[number]): void {
  const others = way === "per_month" ? WAYS.filter((key) => key !== way) : [...WAYS.filter((key) => key !== way), "growth", "process", "seasonality"];
  for (const key of others) {
    const entry = node.entries.get(key);
    if (entry === undefined) continue;
    reading.refuseKey(entry, {
      code: "exclusive-keys",
      message: `\`${key}\` stands beside \`${way}\`.`,
      rule: way === "per_month" ? "Sign-ups have one of `per_month`, `each_month`, `from` and `existing`." : ALONE[way],
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
