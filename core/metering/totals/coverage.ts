/** Minute (since 1970) → how many blocks of its log have been folded. */
export type Coverage = ReadonlyMap<number, number>;

/** For every minute the larger of the two. */
export function joined(a: Coverage, b: Coverage): Coverage {
  const both = new Map(a);
  for (const [minute, blocks] of b) both.set(minute, Math.max(blocks, both.get(minute) ?? 0));
  return both;
}

/** Whether `a` names at least every block that `b` names. */
export const covers = (a: Coverage, b: Coverage): boolean =>
  [...b].every(([minute, blocks]) => (a.get(minute) ?? 0) >= blocks);
