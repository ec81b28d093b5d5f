/**
 * A distribution by inverse transform: one uniform number gives one value, never smaller for a larger number (D37). So common random
 * numbers stay aligned: when a mean rises, every customer's own draw rises or stays.
 */
export interface Distribution {
  /** The value at `uniform`, which lies strictly between 0 and 1. */
  sample(uniform: number): number;
  /** The one value, where it is always the same: nothing need be drawn. */
  readonly always?: number;
}

/** Always the same value. */
export function constant(value: number): Distribution {
  return { sample: () => value, always: value };
}
