import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A published example: what somebody printed, where, and whether the documented formula really gives it (`notes`). */
export class Published {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly notes: string;
  private readonly body: unknown;

  constructor(body: { id: string; title: string; source: string; notes: string }) {
    this.id = body.id;
    this.title = body.title;
    this.source = body.source;
    this.notes = body.notes;
    this.body = body;
  }

  /** What stands at `expected.lines.0.amount`; `expected.lines.*.amount` collects from every entry of a list. */
  at(path: string): unknown {
    const [outer, inner] = path.split(".*.") as [string, string?];
    const value = this.follow(this.body, outer);
    return inner === undefined ? value : (value as readonly unknown[]).map((entry) => this.follow(entry, inner));
  }

  private follow(value: unknown, path: string): unknown {
    return path.split(".").reduce((inner, key) => step(inner, key, this.id), value);
  }

  number(path: string): number {
    const value = this.at(path);
    if (typeof value !== "number") throw new TypeError(`${this.id}: ${path} is not a number but ${JSON.stringify(value)}.`);
    return value;
  }

  numbers(path: string): readonly number[] {
    const value = this.at(path);
    if (!Array.isArray(value) || value.some((entry) => typeof entry !== "number")) throw new TypeError(`${this.id}: ${path} is not a list of numbers.`);
    return value;
  }

  text(path: string): string {
    const value = this.at(path);
    if (typeof value !== "string") throw new TypeError(`${this.id}: ${path} is not a text but ${JSON.stringify(value)}.`);
    return value;
  }
}

function step(value: unknown, key: string, id: string): unknown {
  if (typeof value !== "object" || value === null || !(key in value)) throw new TypeError(`${id} has no ${key}.`);
  return (value as Readonly<Record<string, unknown>>)[key];
}

/** All of `worked-examples.json`, in the file's order. */
export const publishedExamples: readonly Published[] = (
  JSON.parse(readFileSync(join(import.meta.dirname, "worked-examples.json"), "utf8")) as { id: string; title: string; source: string; notes: string }[]
).map((body) => new Published(body));

/** The test of each example a module claims, by id. */
export type Claims = Readonly<Record<string, (published: Published) => void>>;
