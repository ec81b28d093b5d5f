import { describe, expect, it } from "vitest";
import { type AnchorFields, anchorFrom } from "../../../engine/calendar/anchor-fields.ts";

import { at, dateText } from "./temporal.ts";

const NONE: AnchorFields = { dayOfMonth: undefined, dayOfWeek: undefined, month: undefined, hour: undefined, minute: undefined, second: undefined };
const found = (fields: Partial<AnchorFields>, created: string, from = created): string =>
  dateText(anchorFrom({ ...NONE, ...fields }, at(created), at(from))).slice(0, 16);

describe("an anchor by calendar fields (T3)", () => {
  it.each([
    ["later in the same month", { dayOfMonth: 15 }, "2026-02-10", "2026-02-15"],
    ["the day of the sign-up itself", { dayOfMonth: 10 }, "2026-02-10", "2026-02-10"],
    ["a day that is over: the next month", { dayOfMonth: 9 }, "2026-02-10", "2026-03-09"],
    ["the 31st: the next month that has one", { dayOfMonth: 31 }, "2026-02-10", "2026-03-31"],
    ["29 February: the next leap year", { dayOfMonth: 29, month: 2 }, "2026-03-01", "2028-02-29"],
    ["a month that is over: the next year", { dayOfMonth: 1, month: 2 }, "2026-02-10", "2027-02-01"],
    ["a Monday", { dayOfWeek: 1 }, "2026-02-11", "2026-02-16"],
    ["a Sunday is day 7", { dayOfWeek: 7 }, "2026-02-11", "2026-02-15"],
    ["the weekday of the sign-up itself", { dayOfWeek: 3 }, "2026-02-11", "2026-02-11"],
    ["the next day", { dayOfWeek: 4 }, "2026-02-11", "2026-02-12"],
  ])("%s", (_, fields, created, anchor) => {
    expect(found(fields, created)).toMatch(new RegExp(`^${anchor}`));
  });

  it("unset time fields are those of the sign-up, also after a trial", () => {
    expect(found({ dayOfMonth: 15 }, "2026-02-10T09:30")).toBe("2026-02-15T09:30");
    expect(found({ dayOfMonth: 15, hour: 0 }, "2026-02-10T09:30")).toBe("2026-02-15T00:30");
    expect(found({ dayOfMonth: 15, minute: 0 }, "2026-02-10T09:30", "2026-02-24T09:30")).toBe("2026-03-15T09:00");
  });

  it("an hour of the day that is over: the next month, or week", () => {
    expect(found({ dayOfMonth: 10, hour: 9, minute: 0 }, "2026-02-10T09:30")).toBe("2026-03-10T09:00");
    expect(found({ dayOfWeek: 2, hour: 9, minute: 0 }, "2026-02-10T09:30")).toBe("2026-02-17T09:00");
  });
});
