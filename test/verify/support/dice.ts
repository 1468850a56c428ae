/** Numbers that are the same for the same seed. */
export interface Dice {
  /** From 0 on, below so many; 0 where there are none. */
  below(count: number): number;
}

/** Mulberry32: small, and good enough to choose what to change. */
export function dice(seed: number): Dice {
  let state = seed >>> 0;
  return {
    below(count) {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return count <= 0 ? 0 : ((mixed ^ (mixed >>> 14)) >>> 0) % count;
    },
  };
}
