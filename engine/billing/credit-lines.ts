import type { CreditNote, CreditNoteLine, CreditParts } from "../account/credit-note.ts";
import type { Line } from "../account/line.ts";
import { allocate } from "../money/allocate.ts";
import { type Minor, mulDivRound } from "../money/exact.ts";

/** What a line still holds after the credit notes so far. */
export interface LineLeft {
  /** Without exclusive tax. */
  net: Minor;
  taxInclusive: Minor;
  taxExclusive: Minor;
}

/** What each line of an invoice still holds. */
export function linesLeft(lines: readonly Line[], notes: readonly CreditNote[]): readonly LineLeft[] {
  const left = lines.map((line) => ({ net: line.amount - line.discount, taxInclusive: line.taxInclusive, taxExclusive: line.taxExclusive }));
  for (const note of notes) {
    for (const credit of note.lines) {
      const held = left[credit.line - 1] as LineLeft;
      held.net -= credit.amount - credit.taxExclusive;
      held.taxInclusive -= credit.taxInclusive;
      held.taxExclusive -= credit.taxExclusive;
    }
  }
  return left;
}

/** An amount with tax, over the lines in proportion to what they hold with their tax: floor, remainder last; negative lines take no part (D42, M7). */
export function creditOverLines(amount: Minor, left: readonly LineLeft[]): readonly CreditNoteLine[] {
  const held = left.map(({ net, taxExclusive }) => Math.max(0, net + taxExclusive));
  const shares: Minor[] = [];
  allocate(amount, held, held.length, shares);
  return shares.flatMap((share, i) => {
    if (share === 0) return [];
    const { taxInclusive, taxExclusive } = left[i] as LineLeft;
    const whole = held[i] as Minor;
    return [creditLine(i + 1, share, mulDivRound(share, taxInclusive, whole), mulDivRound(share, taxExclusive, whole))];
  });
}

/** An amount of one line without exclusive tax, which follows in proportion: who takes all takes the last cent (M7). */
export function creditOfLine(line: number, amount: Minor, { net, taxInclusive, taxExclusive }: LineLeft): CreditNoteLine {
  const onTop = mulDivRound(amount, taxExclusive, net);
  return creditLine(line, amount + onTop, mulDivRound(amount, taxInclusive, net), onTop);
}

function creditLine(line: number, amount: Minor, taxInclusive: Minor, taxExclusive: Minor): CreditNoteLine {
  return { line, amount, taxInclusive, taxExclusive, open: 0, toBalance: 0, refunded: 0, outOfBand: 0 };
}

/** Says of every line where its credit goes: first `open` in all off the amount remaining, line by line, the rest to one place. */
export function divideCredit(lines: readonly CreditNoteLine[], open: Minor, rest: keyof CreditParts): void {
  let remaining = open;
  for (const line of lines) {
    line.open = Math.min(remaining, line.amount);
    remaining -= line.open;
    line[rest] += line.amount - line.open;
  }
}
