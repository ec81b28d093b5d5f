import type { ChargeModel } from "./charge-model.ts";
import { graduated } from "./graduated.ts";
import { packagePricing } from "./package.ts";
import { perUnit } from "./per-unit.ts";
import { volume } from "./volume.ts";

/** Every way a quantity can become a price: a new charge model is one file and one line here. */
export const chargeModels = {
  per_unit: perUnit,
  package: packagePricing,
  graduated,
  volume,
} as const satisfies Record<string, ChargeModel>;
