import type { FactSink } from "../../engine/account/facts.ts";

/** Catalog entries and cards (an index and an id), currencies and decline codes (a code) are immutable and may be kept. */
const isCatalog = (value: object): boolean => ("index" in value && "id" in value) || "code" in value;

/** A copy of a view, all the way down, and the list of every object of it. */
function copyOf(value: unknown, copies: Map<object, object>): unknown {
  if (typeof value !== "object" || value === null || isCatalog(value) || Object.isFrozen(value)) return value;
  if (value instanceof Map || value instanceof Set || ArrayBuffer.isView(value)) return value;
  const known = copies.get(value);
  if (known !== undefined) return known;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [] : Object.create(Object.getPrototypeOf(value) as object | null);
  copies.set(value, copy);
  for (const [key, part] of Object.entries(value)) (copy as Record<string, unknown>)[key] = copyOf(part, copies);
  return copy;
}

/** Makes every look at a kept view a wrong one: numbers are absurd, texts are not what they were, lists are empty. */
function spoil(view: object): void {
  if (Array.isArray(view)) {
    view.length = 0;
    return;
  }
  for (const [key, part] of Object.entries(view)) {
    const wrong = typeof part === "number" ? -999_999_999 : typeof part === "string" ? "poisoned" : typeof part === "bigint" ? -999n : undefined;
    (view as Record<string, unknown>)[key] = wrong;
  }
}

/**
 * Passes every fact on as deep copies that are spoiled when the call is over. What keeps a view, or a part of one, tells something else
 * from then on; what recognises things by identity no longer finds them.
 */
export function poisoned(to: FactSink): FactSink {
  return new Proxy(to, {
    get(target, method) {
      return (...fact: readonly unknown[]): void => {
        const copies = new Map<object, object>();
        const views = fact.map((part) => copyOf(part, copies));
        (target[method as keyof FactSink] as (...args: readonly unknown[]) => void)(...views);
        for (const view of copies.values()) spoil(view);
      };
    },
  });
}
