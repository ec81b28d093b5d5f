import { readPath } from "../../../language/read-path.ts";
import { readField } from "../../../language/reading.ts";
import { field, has, namedEntries, type SourceEntry, type SourceMap } from "../../../language/source-node.ts";
import type { UsageEntry } from "../../../population/usage-entry.ts";
import type { PopulationContext } from "./population-context.ts";
import { UsageFile } from "./usage-file.ts";

/** The files of a population's `usage`, in the order of its entries: `{ from: usage.csv }` each, or `usage: { from: usage.csv }` for one. */
export function readUsageFiles(context: PopulationContext, population: SourceMap, drawn: readonly UsageEntry[]): readonly UsageFile[] {
  const node = field(population, "usage");
  if (node?.kind !== "map") return [];
  const plans = new Map(drawn.map(({ plan, name }) => [plan.id, name]));
  const files: UsageFile[] = [];
  for (const entry of namedEntries(node)) {
    const named = fileOf(entry, node);
    const path = named === undefined ? undefined : readField(context.reading, named, "from", readPath);
    const from = named?.entries.get("from");
    if (named !== undefined && named !== node) refuseBeside(context, named);
    if (from === undefined || refuseDrawnCustomers(context, from) || path === undefined) continue;
    if (files.some((file) => file.path === path)) refuseTwice(context, from, path);
    else files.push(new UsageFile(context, path, from.value, plans));
  }
  return files;
}

/** The map whose `from` names the entry's file; undefined where it has none. */
function fileOf({ key, value }: SourceEntry, usage: SourceMap): SourceMap | undefined {
  if (value.broken) return undefined;
  if (value.kind === "map") return has(value, "from") ? value : undefined;
  return key === "from" ? usage : undefined;
}

/** The rows of a file say all of it. */
function refuseBeside({ reading }: PopulationContext, entry: SourceMap): void {
  for (const { key } of entry.entries.values()) {
    const other = entry.entries.get(key) as SourceEntry;
    if (key === "from") continue;
    reading.refuseKey(other, {
      code: "exclusive-keys",
      message: `\`${key}\` stands beside \`from\`.`,
      rule: "The rows of a file say themselves what was used, when and of which plan.",
      remedy: "Keep `from` alone, or leave it out.",
    });
  }
}

/** Nobody has measured what drawn customers use. */
function refuseDrawnCustomers({ reading, isFiled }: PopulationContext, from: SourceEntry): boolean {
  if (isFiled) return false;
  reading.refuseKey(from, {
    code: "drawn-customers",
    message: "The population's customers are drawn, and their usage is read from a file.",
    rule: "A file of usage names the customers of a file: `signups: { from }` or `signups: { existing: { from } }`.",
    remedy: "Draw their usage (`{ plan, every, quantity }`; `distribution: empirical` takes measured values), or read the customers from a file.",
  });
  return true;
}

function refuseTwice({ reading }: PopulationContext, from: SourceEntry, path: string): void {
  reading.refuseKey(from, {
    code: "duplicate-stream",
    message: `The file "${path}" is read a second time.`,
    rule: "Customers take their rows of a file once.",
    remedy: "Take one of the entries out.",
  });
}
