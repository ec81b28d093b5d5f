import type { Plan } from "../../../catalog/plan.ts";
import { readCurrency } from "../../../language/read-currency.ts";
import { field, has, quoteText, type SourceMap, type SourceNode } from "../../../language/source-node.ts";
import type { Currency } from "../../../money/currency.ts";
import type { Offer } from "../../../population/population.ts";
import { fixed, type Varying } from "../../../population/varying.ts";
import { type WeightedChoice, weightedChoice } from "../../../population/weighted-choice.ts";
import type { PopulationContext } from "./population-context.ts";
import { readShares } from "./shares.ts";
import { readVarying } from "./varying-value.ts";

/** As written, else the one that all its plans have; every plan of the mix must be offered in each (D6). Undefined where nothing says it: it is that of a row's plan. */
export function readCurrencies(
  context: PopulationContext,
  map: SourceMap,
  mix: readonly Offer[],
  targets: readonly Plan[],
): Varying<WeightedChoice<Currency>> | undefined {
  const { reading } = context;
  const written = field(map, "currency");
  const plans: readonly Plan[] = mix.flatMap(({ items }) => items.map(({ plan }) => plan));
  if (written !== undefined) {
    const read = readVarying<WeightedChoice<Currency>>(context, (_, node) => readCurrencyShares(context, node));
    const currencies = read(reading, written);
    checkOffered(context, written, [...plans, ...targets]);
    return currencies;
  }
  const [first, ...others] = new Set(plans.map(({ currency }) => currency));
  if (first === undefined) return undefined;
  if (others.length === 0) return fixed(weightedChoice([first], [1]));
  return reading.refuseMissing(
    map,
    `The plans of the mix have several currencies: ${[first, ...others].map(({ code }) => code).join(", ")}.`,
    "A population has one currency, or `currency`, and every plan of its mix is offered in each (D6).",
    "Make a population for each currency.",
  );
}

function readCurrencyShares({ reading }: PopulationContext, node: SourceNode): WeightedChoice<Currency> | undefined {
  if (node.kind === "map") {
    return readShares(reading, node, (key) => {
      const entry = node.entries.get(key);
      if (entry === undefined) return undefined;
      return readCurrency(reading, { kind: "scalar", value: key, text: key, broken: false, ...entry.span });
    });
  }
  const currency = readCurrency(reading, node);
  return currency && weightedChoice([currency], [1]);
}

/** Every plan of the mix must have every currency that is written anywhere. */
function checkOffered({ reading }: PopulationContext, node: SourceNode, plans: readonly Plan[]): void {
  const codes = new Set(codesIn(node));
  for (const plan of plans) {
    const offered = [plan, ...plan.elsewhere].map(({ currency }) => currency.code);
    const missing = [...codes].find((code) => !offered.includes(code));
    if (missing === undefined) continue;
    reading.refuse(node, {
      code: "wrong-currency",
      message: `The plan ${quoteText(plan.id)} has no price in ${missing}.`,
      rule: "A population's currency must be offered by every plan of its mix (D6).",
      remedy: `Add \`currency_options: { ${missing}: { unit_amount: ... } }\` to the plan, or another population.`,
    });
    return;
  }
}

/** All currencies that are written anywhere in `currency`. */
export function codesIn(node: SourceNode): readonly string[] {
  if (node.kind === "scalar") return [node.text];
  if (node.kind === "list") return [];
  if (!has(node, "by")) return [...node.entries.keys()];
  return [...node.entries.values()].filter(({ key }) => key !== "by").flatMap(({ value }) => codesIn(value));
}
