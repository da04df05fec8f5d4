/** Numbers that look like chance and are the same again for the same seed (mulberry32). */
export class Chance {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** From 0 up to, and not including, 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  /** True so often as the share says, from 0 to 1. */
  happens(share: number): boolean {
    return this.next() < share;
  }

  /** One of them. */
  of<T>(things: readonly T[]): T {
    const one = things[Math.floor(this.next() * things.length)];
    if (one === undefined) throw new Error('There is nothing to choose from.');
    return one;
  }

  /** The same things in another order. */
  shuffled<T>(things: readonly T[]): T[] {
    const keyed = things.map((thing) => ({ thing, at: this.next() }));
    return keyed.sort((a, b) => a.at - b.at).map(({ thing }) => thing);
  }
}
