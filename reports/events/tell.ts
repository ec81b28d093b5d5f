import type { Account } from "../../engine/account/account.ts";
import type { Instant } from "../../engine/calendar/instant.ts";
import type { EventType } from "./event-types.ts";

/** How an event is told: when, whose, its type, what it is about, and in a few words what is new. */
export type Tell = (at: Instant, account: Account, type: EventType, object: string, detail: string) => void;
