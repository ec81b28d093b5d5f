import type { Account } from "../../engine/account/account.ts";
import type { FactSink } from "../../engine/account/facts.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import { type Collection, collect } from "../../reports/collect.ts";

/** Runs a scenario to its end; refused actions are a mistake of the test. */
export function run(scenario: Scenario): Collection {
  const collection = collect(scenario);
  runInto(scenario, collection.sink);
  return collection;
}

export function runInto(scenario: Scenario, sink: FactSink): void {
  const refused = simulate(scenario, sink);
  if (refused.length > 0) throw new Error(`refused: ${refused.map(({ message }) => message).join("; ")}`);
}

/** Every file by its name, as text. */
export function filesOf(collection: Collection): ReadonlyMap<string, string> {
  return new Map([...collection.files()].map(({ name, text }) => [name, [...text].join("")]));
}

/** The rows of a file as records by column. No cell of these tests holds a quote or a line break. */
export function rowsOf(collection: Collection, name: string): readonly ReadonlyMap<string, string>[] {
  const lines = (filesOf(collection).get(name) ?? "").trimEnd().split("\n");
  const columns = (lines[0] ?? "").split(",");
  return lines.slice(1).map((line) => {
    const cells = line.split(",");
    return new Map(columns.map((column, i) => [column, cells[i] ?? ""]));
  });
}

/** A sink that sends each customer's facts to the sink that is chosen for it. */
export function dispatch(choose: (account: Account) => FactSink): FactSink {
  return {
    begin: (account) => choose(account).begin(account),
    subscription: (at, account, ...rest) => choose(account).subscription(at, account, ...rest),
    opening: (at, account, ...rest) => choose(account).opening(at, account, ...rest),
    line: (at, account, ...rest) => choose(account).line(at, account, ...rest),
    invoice: (at, account, ...rest) => choose(account).invoice(at, account, ...rest),
    payment: (at, account, ...rest) => choose(account).payment(at, account, ...rest),
    balance: (at, account, ...rest) => choose(account).balance(at, account, ...rest),
    creditNote: (at, account, ...rest) => choose(account).creditNote(at, account, ...rest),
    dispute: (at, account, ...rest) => choose(account).dispute(at, account, ...rest),
    usage: (at, account, ...rest) => choose(account).usage(at, account, ...rest),
    card: (at, account, ...rest) => choose(account).card(at, account, ...rest),
    coupon: (at, account, ...rest) => choose(account).coupon(at, account, ...rest),
    review: (at, account, ...rest) => choose(account).review(at, account, ...rest),
    settle: (at, account) => choose(account).settle(at, account),
    probe: (at, account, ref) => choose(account).probe(at, account, ref),
    refusal: (at, account, ...rest) => choose(account).refusal(at, account, ...rest),
    end: (account) => choose(account).end(account),
  };
}
