export type { FactSink } from "./account/facts.ts";
export type { Scenario } from "./scenario/scenario.ts";
export type { RefusedAction } from "./simulation/customer.ts";
export { type SimulationOptions, simulate } from "./simulation/simulate.ts";
