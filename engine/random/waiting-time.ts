import ln from "@stdlib/math-base-special-ln";

const LN_2 = ln(2);

/** How long something with this hazard waits to happen, from a uniform number: exponential. Infinite where it never does. */
export function waitingTime(hazard: number, uniform: number): number {
  return hazard === 0 ? Infinity : -ln(uniform) / hazard;
}

/** How long it takes until only this share is left, when half goes in each half-life. */
export function decayTime(halfLife: number, left: number): number {
  return (-halfLife * ln(left)) / LN_2;
}
