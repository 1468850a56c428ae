/** Numbers that look random and are always the same for the same seed. */
export interface SeededRandom {
  /** From 0 to 1, without 1. */
  next(): number;
  /** A whole number, `0 <= n < limit`. */
  below(limit: number): number;
  /** How many happen, when `mean` are expected. */
  poisson(mean: number): number;
}

/** mulberry32, seeded with a hash of the text. */
export function seededRandom(seed: string): SeededRandom {
  let state = 0x811c9dc5;
  for (const character of Buffer.from(seed)) {
    state = Math.imul(state ^ character, 0x01000193);
  }
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    below: (limit) => Math.floor(next() * limit),
    poisson(mean) {
      const least = Math.exp(-mean);
      let count = 0;
      for (let product = next(); product > least; product *= next()) count += 1;
      return count;
    },
  };
}

/** The how-manieth of `weights.length` things, drawn by weight. */
export function weighted(weights: readonly number[]): (random: SeededRandom) => number {
  let sum = 0;
  const cumulative = weights.map((weight) => {
    sum += weight;
    return sum;
  });
  return (random) => {
    const drawn = random.next() * sum;
    return cumulative.findIndex((limit) => drawn < limit);
  };
}
