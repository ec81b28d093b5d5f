import { assert } from "../assert.ts";
import { businessOf } from "../business/timed-business.ts";
import { FIRST_INSTANT, LAST_INSTANT } from "../calendar/instant.ts";
import { type InputFiles, noFiles } from "../language/input-files.ts";
import type { Issue } from "../language/issue.ts";
import { type Reader, Reading, readField, readText } from "../language/reading.ts";
import { field, firstUnread, has, quoteText, type SourceMap, toPlain } from "../language/source-node.ts";
import { readYaml } from "../language/yaml-document.ts";
import type { Currency } from "../money/currency.ts";
import { defaultDunning } from "../payments/dunning.ts";
import type { Population } from "../population/population.ts";
import { listAssumptions } from "./assumptions.ts";
import { readBilling } from "./blocks/billing.ts";
import { readBusinessTimeline } from "./blocks/business/timeline.ts";
import { declareBuiltInCards, readCards } from "./blocks/cards.ts";
import { readClock } from "./blocks/clock.ts";
import { readCoupons } from "./blocks/coupons.ts";
import { readCustomers } from "./blocks/customers.ts";
import { readDunning } from "./blocks/dunning.ts";
import { readExpectations } from "./blocks/expect.ts";
import { withPlanMultiples } from "./blocks/plan-multiples.ts";
import { readPlans } from "./blocks/plans.ts";
import { withLikes } from "./blocks/population/like.ts";
import { readPopulations } from "./blocks/population/populations.ts";
import { withUncertain } from "./blocks/population/uncertain.ts";
import { readProducts } from "./blocks/products.ts";
import { readReports } from "./blocks/reports/reports.ts";
import { readTaxRateBlock } from "./blocks/tax-rates.ts";
import { type Declarations, noDeclarations } from "./declarations.ts";
import type { CustomerScript, Scenario } from "./scenario.ts";
import { reportViolations } from "./schema-issues.ts";
import { schemaViolations } from "./validator.ts";

/**
 * Reads a scenario: YAML text to a normalized `Scenario`, or everything that is wrong with it, by place in the file.
 *
 * Two passes over the same tree: the schema's (shapes), then the readers' (values and references), which pass over what the first found broken. `scenario` is
 * undefined when an issue is an error; warnings leave it whole. Never throws for bad input, and takes bounded time for hostile input.
 *
 * @param file What the file is called in messages.
 * @param files Where the files come from that it names; without it, it may name none.
 * @param seed Replaces the scenario's own.
 */
export function readScenario(
  text: string,
  file: string,
  files: InputFiles = noFiles,
  seed?: string,
): { scenario: Scenario | undefined; issues: readonly Issue[] } {
  const { root: tree, issues } = readYaml(text, file);
  if (tree === undefined) return { scenario: undefined, issues: issues.sorted() };
  const reading = new Reading(issues);
  const own = tree.kind === "map" ? readField(reading, tree, "seed", readSeed) : undefined;
  const used = seed ?? own ?? "0";
  const root = tree.kind === "map" ? withUncertain(reading, withLikes(reading, withPlanMultiples(reading, tree)), used) : tree;
  reportViolations(reading, root, schemaViolations(toPlain(root)));
  const scenario = root.kind === "map" ? readRoot(reading, root, file, files, used) : undefined;
  if (issues.hasErrors) return { scenario: undefined, issues: issues.sorted() };
  const unread = firstUnread(root);
  assert(unread === undefined, () => `the key ${unread?.span.path} of ${file} is valid, but nothing reads it`);
  return { scenario, issues: issues.sorted() };
}

function readRoot(reading: Reading, root: SourceMap, file: string, files: InputFiles, seed: string): Scenario {
  // A block text ends in a line end, which is no part of a name.
  const name = readField(reading, root, "name", readText)?.trim() || fileStem(file);
  const description = readField(reading, root, "description", readText) ?? "";
  const clock = readClock(reading, field(root, "clock"));
  const declarations = readCatalog(reading, root);
  const billing = readBilling(reading, field(root, "billing"), declarations);
  const dunning = readDunning(reading, field(root, "dunning"), defaultDunning);
  const customers = readCustomers({ reading, seed, clock, declarations, dunning, files, billing }, field(root, "customers"));
  const populations = readPopulations(
    { reading, clock, declarations, dunning, files, billing, scripts: new Set(customers.known.keys()) },
    field(root, "populations"),
  );
  const business = readBusinessTimeline(
    { reading, declarations, clock, populations, populationNames: namesOf(root, "populations") },
    { timeline: field(root, "timeline"), populations: field(root, "populations"), plans: field(root, "plans") },
  );
  const timed = businessOf(business);
  const reports = readReports({ reading, clock, populations, billed: billedCurrencies(customers.scripts, populations) }, field(root, "reports"));
  const expectations = readExpectations({ reading, clock, customers: customers.known }, field(root, "expect"));
  refuseNobody(reading, root);
  const { products, plans, coupons, taxRates, cards } = declarations;
  const scenario: Omit<Scenario, "assumptions"> = {
    name,
    description,
    seed,
    // Broken ones are reported; the scenario is then refused.
    start: clock.start ?? FIRST_INSTANT,
    end: clock.end ?? LAST_INSTANT,
    billing,
    catalog: { products: products.whole(), plans: plans.whole(), coupons: coupons.whole(), taxRates: taxRates.whole() },
    cards: cards.whole(),
    dunning,
    customers: customers.scripts,
    populations: populations.map((population) => ({ ...population, business: timed })),
    business,
    reports,
    expectations: [...expectations, ...customers.expectations],
  };
  return { ...scenario, assumptions: listAssumptions(reading, root, scenario) };
}

/** What is declared by name. In this order: each refers to those before it. */
function readCatalog(reading: Reading, root: SourceMap): Declarations {
  const declarations = noDeclarations();
  declareBuiltInCards(declarations);
  readProducts(reading, field(root, "products"), declarations);
  readPlans(reading, field(root, "plans"), declarations);
  readCoupons(reading, field(root, "coupons"), declarations);
  readTaxRateBlock(reading, field(root, "tax_rates"), declarations);
  readCards(reading, field(root, "cards"), declarations);
  return declarations;
}

/** What a block of the file declares, broken ones too. */
function namesOf(root: SourceMap, block: string): readonly string[] {
  const node = field(root, block);
  return node?.kind === "map" ? [...node.entries.keys()] : [];
}

/** Every currency that a customer can be billed in, with one who is, in words. */
function billedCurrencies(scripts: readonly CustomerScript[], populations: readonly Population[]): ReadonlyMap<Currency, string> {
  const billed = new Map<Currency, string>();
  for (const { id, currency } of scripts) if (!billed.has(currency)) billed.set(currency, `the customer ${quoteText(id)}`);
  for (const { name, everyCurrency } of populations) {
    for (const currency of everyCurrency) if (!billed.has(currency)) billed.set(currency, `the population ${quoteText(name)}`);
  }
  return billed;
}

function refuseNobody(reading: Reading, root: SourceMap): void {
  if (has(root, "customers") || has(root, "populations")) return;
  reading.refuseMissing(
    root,
    "Nobody buys anything in this scenario.",
    "A scenario has at least one of `customers` and `populations`.",
    "Add `customers: { alice: { timeline: [...] } }`.",
  );
}

/** `42` and `"42"` are one seed (D38); a number that YAML reads as another one than is written is refused. */
const readSeed: Reader<string> = (reading, node) => {
  if (node.kind !== "scalar") return undefined;
  if (typeof node.value !== "number" || (String(node.value) === node.text && Number.isSafeInteger(node.value))) return node.text;
  return reading.refuse(node, {
    code: "bad-seed",
    message: `The seed ${node.text} reads as the number ${node.value}.`,
    rule: "A seed is a text, or a whole number in its usual form.",
    remedy: `Write "${node.text}" with quotes.`,
  });
};

/** `scenarios/trials/extended.yaml` is `extended`. */
function fileStem(file: string): string {
  const base = file.slice(Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\")) + 1);
  return base.replace(/\.ya?ml$/, "");
}
