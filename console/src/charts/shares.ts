/** Parts of a hundred, for pixels: doubles are exact enough for these. */
export interface Shares {
  readonly used: number;
  readonly held: number;
  /** Where the limit is, if more than that is used or held. */
  readonly limit?: number;
}

/**
 * How much of the whole is used, and held. Where there is no whole, or more is used than that, all of it is; then the
 * whole is what is used, and the limit a part of it.
 */
export function sharesOf(of: {
  readonly used: string;
  readonly held: string;
  readonly left: string;
  readonly limit?: string;
}): Shares {
  const [used, held, left] = [Number(of.used), Number(of.held), Number(of.left)];
  const whole = used + held + left;
  if (!(whole > 0)) return { used: 0, held: 0 };
  const limit = Number(of.limit ?? whole);
  return {
    ...{ used: (100 * used) / whole, held: (100 * held) / whole },
    ...(used + held > limit ? { limit: (100 * limit) / whole } : {}),
  };
}
