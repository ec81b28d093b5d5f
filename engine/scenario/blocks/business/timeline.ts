import type { BusinessEntry } from "../../../business/entry.ts";
import { inOrderOfTime } from "../../../business/price-history.ts";
import type { Reach } from "../../../business/reach.ts";
import { listed } from "../../../language/did-you-mean.ts";
import { identifierComplaint } from "../../../language/identifier.ts";
import type { Reading } from "../../../language/reading.ts";
import { block, named, type Schema } from "../../../language/schema-parts.ts";
import { field, has, namedEntries, quoteText, type SourceEntry, type SourceMap, type SourceNode } from "../../../language/source-node.ts";
import type { BusinessContext } from "./business-context.ts";
import { changePriceSchema, filePrices, readChangePrice, type WrittenPrices } from "./change-price.ts";
import { migrateSchema, readMigrate } from "./migrate.ts";
import { outageSchema, readOutage } from "./outage.ts";
import { PriceChains } from "./price-chains.ts";
import { promotionSchema, readPromotion } from "./promotion.ts";
import { reachSchemas, readReach } from "./reach.ts";
import { readResponse, refuseResponse, responseSchema } from "./response.ts";
import { ownWhereSchema, whereSchema } from "./where.ts";

/** What an entry can do. */
const KINDS = ["change_price", "migrate", "promotion", "outage"] as const;

const entrySchemaOf = (where: Schema): Schema =>
  block("One thing that the business does: an instant, and exactly one of `change_price`, `migrate`, `promotion` and `outage`.", {
    ...reachSchemas,
    where,
    change_price: changePriceSchema,
    migrate: migrateSchema,
    promotion: promotionSchema,
    outage: outageSchema,
    response: responseSchema,
  });

/** A population's own timeline: the same entries, about its customers alone. */
export const populationTimelineSchema = named(
  "What the business does to this population's customers alone, by name: entries as in the scenario's `timeline`, without `where: { population }` (N153).",
  entrySchemaOf(ownWhereSchema),
);

export const businessTimelineSchema = named("What the business does, by name: the name keys the draws of who is reached (D30).", entrySchemaOf(whereSchema));

/** The blocks of a file that say what the business does. */
export interface BusinessBlocks {
  readonly timeline: SourceNode | undefined;
  /** Each may have a timeline of its own. */
  readonly populations: SourceNode | undefined;
  /** Changes of prices are laid over them. */
  readonly plans: SourceNode | undefined;
}

/** Reads what the business does, in the file's order: to everybody first, then to each population by its own timeline (N153). */
export function readBusinessTimeline(context: BusinessContext, { timeline, populations, plans }: BusinessBlocks): readonly BusinessEntry[] {
  const written = readReaches(context, timeline);
  const ofAll = new Set(written.map(({ name }) => name));
  for (const { key: own, value } of populations?.kind === "map" ? populations.entries.values() : []) {
    const node = value.kind === "map" && !value.broken ? field(value, "timeline") : undefined;
    written.push(...readReaches({ ...context, own }, node, ofAll));
  }
  if (written.length === 0) return [];
  const prices = new PriceChains(filePrices(context, plans));
  const read = new Map<Written, BusinessEntry | undefined>();
  for (const entry of inOrderOfTime(written)) read.set(entry, readEntry(context, entry, prices.of(entry.own)));
  return written.map((entry) => read.get(entry)).filter((entry) => entry !== undefined);
}

/** The entries of one timeline, and when and for whom they hold. @param others names that none of them may have. */
function readReaches(context: BusinessContext, node: SourceNode | undefined, others: ReadonlySet<string> = new Set()): Written[] {
  if (node?.kind !== "map") return [];
  const { reading, own } = context;
  const written: Written[] = [];
  for (const entry of namedEntries(node)) {
    const { key, value } = entry;
    const complaint = identifierComplaint(key, "an entry of the timeline");
    if (complaint !== undefined) reading.refuseKey(entry, complaint);
    else if (others.has(key)) refuseTwice(reading, entry);
    if (value.kind !== "map" || value.broken) continue;
    const name = own === undefined ? key : `${own}/${key}`;
    written.push({ name, label: key, own, map: value, reach: readReach(context, name, value) });
    refuseSeveral(reading, value);
  }
  return written;
}

function refuseTwice(reading: Reading, entry: SourceEntry): void {
  reading.refuseKey(entry, {
    code: "name-twice",
    message: `The scenario's own timeline has an entry ${quoteText(entry.key)} too.`,
    rule: "What customers meet has different names: both entries would hold for them.",
    remedy: "Give it another name; to change the other entry for this population, tell the two apart by `where`.",
  });
}

/** An entry whose reach has been read. */
interface Written {
  /** What keys its draws: its name, behind that of its population. */
  readonly name: string;
  /** Its name alone. */
  readonly label: string;
  readonly own: string | undefined;
  readonly map: SourceMap;
  readonly reach: Reach | undefined;
}

function readEntry(context: BusinessContext, written: Written, prices: WrittenPrices): BusinessEntry | undefined {
  const { name, label, map, reach } = written;
  const kind = KINDS.find((key) => has(map, key));
  const node = kind && field(map, kind);
  if (kind !== undefined) refuseResponse(context.reading, map, kind);
  if (node === undefined || reach === undefined) return undefined;
  switch (kind) {
    case "promotion": {
      const promotion = readPromotion(context, name, node);
      return promotion && { ...promotion, name, label, reach };
    }
    case "outage": {
      const outage = readOutage(context, node);
      return outage && { ...outage, name, reach };
    }
    case "change_price": {
      const change = readChangePrice(context, label, node, prices);
      return change && { ...change, name, reach, response: readResponse(context, name, map) };
    }
    case "migrate": {
      const migration = readMigrate(context, node);
      return migration && { ...migration, name, reach, response: readResponse(context, name, map) };
    }
    default:
      return undefined;
  }
}

/** An entry does one thing; what else it says is read all the same, for its own mistakes. */
function refuseSeveral(reading: Reading, map: SourceMap): void {
  const found = [...map.entries.values()].filter(({ key }) => (KINDS as readonly string[]).includes(key));
  const [first, second] = found;
  if (first === undefined) {
    reading.refuseMissing(
      map,
      "The entry does not say what the business does.",
      `An entry of the business timeline has one of ${listed(KINDS)}.`,
      "Write `outage: { declines: processing_error }`, for example.",
    );
  }
  if (second === undefined) return;
  reading.refuseKey(second, {
    code: "several-actions",
    message: `The entry does ${found.length} things: ${found.map(({ key }) => key).join(", ")}.`,
    rule: "An entry does one thing.",
    remedy: "Make an entry of each; several may have the same instant.",
  });
}
