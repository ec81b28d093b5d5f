import pow from "@stdlib/math-base-special-pow";

/** Layers of candidates: those at the base rate, and three more whole crowds for prices that draw more (D32). */
export const LAYERS = 4;

/** How much demand changes with the price: (price ÷ reference)^elasticity (D32). At the reference exactly 1; at a price of 0 what the layers hold, or nothing. */
export function priceFactor(price: number, reference: number, elasticity: number): number {
  if (price === reference || elasticity === 0) return 1;
  // A price of 0 draws as many as it can (a cut) or none.
  if (price === 0 || reference === 0) return price < reference === elasticity < 0 ? LAYERS : 0;
  return pow(price / reference, elasticity);
}

/**
 * Whether a candidate signs up: one of layer 0 when its own number lies below the factor; one of layer k when it lies below what the factor
 * has beyond k. So a factor of 1 keeps exactly layer 0, a lower one keeps a part of it, and a higher one adds to it (D32).
 */
export function isDrawn(layer: number, factor: number, uniform: number): boolean {
  return uniform < factor - layer;
}

/** The share that a hazard `factor` times as high takes, where the hazard itself takes `share`: 1 - (1 - share)^factor. */
export function raisedShare(share: number, factor: number): number {
  return share >= 1 && factor > 0 ? 1 : 1 - pow(1 - share, factor);
}
