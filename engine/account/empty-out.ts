/** Empties an array that is used again. Setting its length is a call into the runtime, even to the same. */
export function emptyOut(array: unknown[]): void {
  if (array.length > 0) array.length = 0;
}
