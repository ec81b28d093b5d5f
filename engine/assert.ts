/** The program itself is wrong, not its input: exit code 3. Carries what replays the failure. */
export class InvariantError extends Error {
  override readonly name = "InvariantError";
}

/** An invariant that stays on in production. The message is built only when it is broken. */
export function assert(condition: boolean, message: () => string): asserts condition {
  if (!condition) throw new InvariantError(message());
}
