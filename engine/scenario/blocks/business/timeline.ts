import type { BusinessEntry } from "../../../business/entry.ts";
import { inOrderOfTime } from "../../../business/price-history.ts";
import type { Reach } from "../../../business/reach.ts";
import { listed } from "../../../language/did-you-mean.ts";
import { identifierComplaint } from "../../../language/identifier.ts";
import type { Reading } from "../../../language/reading.ts";
import { block, named } from "../../../language/schema-parts.ts";
import { field, has, namedEntries, type SourceMap, type SourceNode } from "../../../language/source-node.ts";
import type { BusinessContext } from "./business-context.ts";
import { changePriceSchema, filePrices, readChangePrice, type WrittenPrice } from "./change-price.ts";
import { migrateSchema, readMigrate } from "./migrate.ts";
import { outageSchema, readOutage } from "./outage.ts";
import { promotionSchema, readPromotion } from "./promotion.ts";
import { reachSchemas, readReach } from "./reach.ts";
import { readResponse, refuseResponse, responseSchema } from "./response.ts";

/** What an entry can do. */
const KINDS = ["change_price", "migrate", "promotion", "outage"] as const;

const entrySchema = block("One thing that the business does: an instant, and exactly one of `change_price`, `migrate`, `promotion` and `outage`.", {
  ...reachSchemas,
  change_price: changePriceSchema,
  migrate: migrateSchema,
  promotion: promotionSchema,
  outage: outageSchema,
  response: responseSchema,
});

export const businessTimelineSchema = named("What the business does, by name: the name keys the draws of who is reached (D30).", entrySchema);

/**
 * Reads what the business does, in the file's order.
 *
 * @param plans the block of plans as written: changes of prices are laid over it.
 */
export function readBusinessTimeline(context: BusinessContext, node: SourceNode | undefined, plans: SourceNode | undefined): readonly BusinessEntry[] {
  if (node?.kind !== "map") return [];
  const prices = filePrices(context, plans);
  const written: Written[] = [];
  for (const entry of namedEntries(node)) {
    const { key, value } = entry;
    const complaint = identifierComplaint(key, "an entry of the timeline");
    if (complaint !== undefined) context.reading.refuseKey(entry, complaint);
    if (value.kind !== "map" || value.broken) continue;
    written.push({ name: key, map: value, reach: readReach(context, key, value) });
    refuseSeveral(context.reading, value);
  }
  const read = new Map<Written, BusinessEntry | undefined>();
  for (const entry of inOrderOfTime(written)) read.set(entry, readEntry(context, entry, prices));
  return written.map((entry) => read.get(entry)).filter((entry) => entry !== undefined);
}

/** An entry whose reach has been read. */
interface Written {
  readonly name: string;
  readonly map: SourceMap;
  readonly reach: Reach | undefined;
}

function readEntry(context: BusinessContext, written: Written, prices: Map<string, WrittenPrice>): BusinessEntry | undefined {
  const { name, map, reach } = written;
  const kind = KINDS.find((key) => has(map, key));
  const node = kind && field(map, kind);
  if (kind !== undefined) refuseResponse(context.reading, map, kind);
  if (node === undefined || reach === undefined) return undefined;
  switch (kind) {
    case "promotion": {
      const promotion = readPromotion(context, name, node);
      return promotion && { ...promotion, name, reach };
    }
    case "outage": {
      const outage = readOutage(context, node);
      return outage && { ...outage, name, reach };
    }
    case "change_price": {
      const change = readChangePrice(context, name, node, prices);
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
