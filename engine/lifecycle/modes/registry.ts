import type { Subscription } from "../../account/subscription.ts";
import type { BillingMode } from "../../billing/settings.ts";
import type { ModeRules } from "./billing-mode.ts";
import { classic } from "./classic.ts";
import { flexible } from "./flexible.ts";

const MODES: Readonly<Record<BillingMode, ModeRules>> = { flexible, classic };

/** The rules by which this subscription is billed. */
export function modeOf(subscription: Subscription): ModeRules {
  return MODES[subscription.mode];
}
