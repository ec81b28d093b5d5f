import type { Action } from "../../actions/action.ts";
import type { Reading } from "../../language/reading.ts";
import type { SourceNode } from "../../language/source-node.ts";

/** Warns where a change of plan silently takes a customer back to quantity 1 (D18). It follows the script only, subscription by subscription. */
export class QuantityWarnings {
  private readonly held = new Map<string, number>();

  see(reading: Reading, action: Action, node: SourceNode, subscription: string): void {
    if (action.kind === "subscribe") {
      const [only] = action.items;
      // What a schedule holds at a later entry depends on its phases.
      if (action.schedule === undefined && action.items.length === 1 && only !== undefined)
        this.held.set(action.as ?? subscription, only.plan.usage === undefined ? only.quantity : 1);
    }
    if (action.kind !== "change") return;
    const held = this.held.get(subscription) ?? 1;
    if (action.plan !== undefined && action.quantity === undefined && action.plan.usage === undefined && held !== 1)
      this.warn(reading, node, held, action.plan.id);
    if (action.quantity !== undefined) this.held.set(subscription, action.quantity);
    else if (action.plan !== undefined) this.held.set(subscription, 1);
  }

  private warn(reading: Reading, node: SourceNode, held: number, plan: string): void {
    const at = node.kind === "map" ? (node.entries.get("plan")?.value ?? node) : node;
    reading.warn(at, {
      code: "quantity-reset",
      message: `The change to ${plan} takes the quantity from ${held} to 1.`,
      rule: "A changed plan resets the quantity to 1 unless one is given, as in Stripe (D18).",
      remedy: `Write \`quantity: ${held}\` to keep it, or \`quantity: 1\` to say that it is meant.`,
    });
  }
}
