/**
 * An action that Stripe would refuse: the user's mistake, not ours. Thrown before anything of the action has happened.
 * `rule` says what holds, `remedy` what to do.
 */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly rule: string;
  readonly remedy: string;
  constructor(message: string, rule: string, remedy: string) {
    super(message);
    this.rule = rule;
    this.remedy = remedy;
  }
}
