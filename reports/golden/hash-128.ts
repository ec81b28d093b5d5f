import { finalize } from "../../engine/random/keyed-draw.ts";

const WORD = 4_294_967_296;
const GOLDEN = 0x9e3779b9;

/** 128 bits over a sequence of numbers and texts. Every one of them and their order matter. Finds accidents, keeps no secret. */
export class Hash128 {
  private a = 0;
  private b = 0;
  private c = 0;
  private d = 0;

  reset(): void {
    this.a = 0x243f6a88;
    this.b = 0x85a308d3;
    this.c = 0x13198a2e;
    this.d = 0x03707344;
  }

  /** A safe integer. */
  number(value: number): void {
    this.word(value);
    this.word(Math.floor(value / WORD));
  }

  text(value: string): void {
    this.word(value.length);
    for (let i = 0; i < value.length; i++) this.word(value.charCodeAt(i));
  }

  value(): bigint {
    return [this.a, this.b, this.c, this.d].reduce((all, word) => (all << 32n) | BigInt(word >>> 0), 0n);
  }

  private word(word: number): void {
    this.a = finalize(this.a ^ word);
    this.b = finalize(Math.imul(this.b, GOLDEN) + this.a);
    this.c = finalize((this.c ^ this.b) + word);
    this.d = finalize(Math.imul(this.d ^ this.c, GOLDEN) + this.a);
  }
}
