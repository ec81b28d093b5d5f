import type { Life } from "./state.ts";

/** Catalog entries, cards, charge models: immutable, told apart from state by carrying an index. */
function isStatic(value: object): boolean {
  return "index" in value && "id" in value;
}

function copy(value: unknown, seen: Map<object, unknown>): unknown {
  if (typeof value !== "object" || value === null || isStatic(value) || value instanceof Set) return value;
  const known = seen.get(value);
  if (known !== undefined) return known;
  if (value instanceof Map) return new Map(value);
  if (Array.isArray(value)) {
    const list: unknown[] = [];
    seen.set(value, list);
    for (const entry of value) list.push(copy(entry, seen));
    return list;
  }
  const record: Record<string, unknown> = {};
  seen.set(value, record);
  for (const [key, entry] of Object.entries(value)) {
    record[key] = key === "scenario" || key === "script" ? entry : copy(entry, seen);
  }
  return record;
}

/** Remembers all of a life; the function returned puts it back as it was. */
export function snapshot(life: Life): () => void {
  const saved = copy(life, new Map()) as Life;
  return () => {
    Object.assign(life, saved);
  };
}
