import { childKey } from "../../engine/random/keyed-draw.ts";
import { escapeFormula } from "../rendering/csv.ts";

/** As many characters as QuickBooks takes for the number of a document. */
const MOST = 21;
/** As in addresses: without letters that look like digits. 32 of them, five bits each. */
const LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";
const HASH = 13;

/**
 * A number for a document whose name may be too long: a name of up to 21 characters is its own, else its beginning, `~`, and 64 bits of a hash
 * of it (R43), made harmless in a spreadsheet first, for that takes a character too. It depends on the name alone, so that no other document moves it.
 */
export function shortNumber(name: string): string {
  const shown = escapeFormula(name);
  return shown.length <= MOST ? shown : `${beginning(shown, MOST - HASH - 1)}~${hash(name)}`;
}

/** Never half of a character. */
function beginning(name: string, length: number): string {
  const last = name.charCodeAt(length - 1);
  const isHalf = last >= 0xd800 && last <= 0xdbff;
  return name.slice(0, isHalf ? length - 1 : length);
}

function hash(name: string): string {
  const { high, low } = childKey({ high: 0, low: 0 }, name);
  let text = "";
  for (let rest = (BigInt(high) << 32n) | BigInt(low); text.length < HASH; rest >>= 5n) text = LETTERS.charAt(Number(rest & 31n)) + text;
  return text;
}
