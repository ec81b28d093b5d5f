import type { Account } from "../engine/account/account.ts";
import type { ReportFacts, RoutedFacts } from "./collector.ts";
import { route } from "./router.ts";

/** The facts of those customers alone that `isWanted` says, asked when a life begins. */
export function onlyOf(isWanted: (account: Account) => boolean, to: Partial<ReportFacts>): Partial<ReportFacts> {
  let wanted = false;
  const all = route([to]);
  const gated = Object.entries(all).map(([method, tell]: [string, (...fact: never[]) => void]) => [
    method,
    (...fact: never[]) => (wanted ? tell(...fact) : undefined),
  ]);
  return {
    ...(Object.fromEntries(gated) as RoutedFacts),
    begin(account) {
      wanted = isWanted(account);
      if (wanted) all.begin(account);
    },
  };
}
