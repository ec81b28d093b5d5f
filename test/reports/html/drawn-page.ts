import type { Scenario } from "../../../engine/scenario/scenario.ts";
import { collect } from "../../../reports/collect.ts";
import { reportPage } from "../../../reports/page/page.ts";
import { scenarioOf } from "../../scenario/read.ts";
import { runInto } from "../run.ts";

/** The page of a scenario, as `run` writes it. */
export function pageOf(scenario: Scenario): string {
  const collection = collect(scenario, { golden: false, page: true });
  runInto(scenario, collection.sink);
  const data = collection.page();
  if (data === undefined) throw new Error("no page was collected");
  return reportPage(data);
}

export const pageOfText = (yaml: string): string => pageOf(scenarioOf(yaml));
