import { monthOf } from "../calendar/civil.ts";
import { childKey, draw } from "../random/keyed-draw.ts";
import type { Key } from "../random/root-key.ts";
import { type DrawnCustomer, drawCustomer } from "./drawn-customer.ts";
import type { FiledSignUps, Population } from "./population.ts";
import { isDrawn } from "./price-response.ts";
import { signUpFactor } from "./price-sensitivity.ts";
import { PURPOSE } from "./purposes.ts";
import type { Part } from "./range.ts";

/**
 * Those who sign up by a file, in its order. The key of each is a hash of its id, as a script's (D30).
 */
export function* filedCustomers(population: Population, signUps: FiledSignUps, root: Key, { start, range, passed }: Part): Generator<DrawnCustomer> {
  let place = -1;
  for (const filed of signUps.customers(range.from)) {
    place++;
    if (place >= range.to) return;
    if (place < range.from) continue;
    passed.places++;
    if (filed === undefined) continue;
    const [first] = filed.signUps;
    // Those who were there before have no sign-up: their life in the run begins with the clock.
    const at = first?.at ?? start;
    const customer = drawCustomer(population, childKey(root, `customer/${filed.id}`), filed.id, at, monthOf(at), filed);
    if (comes(customer)) yield customer;
  }
}

/** Whether it signs up at the price that it meets: a file has no further candidates for prices that draw more (D32, N102). */
function comes(customer: DrawnCustomer): boolean {
  const { sensitivity } = customer.population;
  if (!customer.isWilling) return false;
  if (sensitivity === undefined || customer.existing.length > 0) return true;
  return isDrawn(0, signUpFactor(sensitivity, customer, monthOf(customer.signsUpAt)), draw(customer.key, PURPOSE.kept, 0));
}
