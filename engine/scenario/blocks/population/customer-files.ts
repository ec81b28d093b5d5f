import { readPath } from "../../../language/read-path.ts";
import { readField } from "../../../language/reading.ts";
import { field, has, type SourceMap, type SourceNode } from "../../../language/source-node.ts";
import { CustomerFile } from "./customer-file.ts";
import { existingFormat } from "./existing-file.ts";
import type { PopulationContext } from "./population-context.ts";
import { signUpFormat } from "./sign-up-file.ts";

/** Whether its customers are read from a file. */
export function isFiled(map: SourceNode): boolean {
  const signups = map.kind === "map" ? field(map, "signups") : undefined;
  if (signups?.kind !== "map") return false;
  const existing = field(signups, "existing");
  return has(signups, "from") || (existing?.kind === "map" && has(existing, "from"));
}

/** The file of a population's customers, its header read; undefined where it cannot be. Attributes that are declared may be columns whatever they are called. */
export function openCustomerFile(context: PopulationContext, map: SourceMap): CustomerFile | undefined {
  const signups = field(map, "signups");
  if (signups?.kind !== "map") return undefined;
  const existing = field(signups, "existing");
  const isExisting = !has(signups, "from") && existing?.kind === "map";
  const of = isExisting ? existing : signups;
  const attributes = field(map, "attributes");
  const declared = new Set(attributes?.kind === "map" ? attributes.entries.keys() : []);
  const format = isExisting ? existingFormat(context, of, declared) : signUpFormat(context, declared);
  const path = readField(context.reading, of, "from", readPath);
  const node = of.entries.get("from")?.value;
  return path === undefined || node === undefined ? undefined : new CustomerFile(context, path, node, format);
}
