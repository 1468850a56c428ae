/** Why a request was refused without its function being asked. */
export type Refusal = 'key-unknown' | 'slowed-down';

/**
 * Tells of refusals by their number, once in a while: a line for each would cost more than to refuse. `later` says when
 * to tell of the first and of all that come until then; `tell` does it now, for who comes to its end before.
 */
export function toldTogether(
  tellOf: (refusal: Refusal, count: number) => void,
  later: (run: () => void) => void,
): { readonly count: (refusal: Refusal) => void; readonly tell: () => void } {
  const counts = new Map<Refusal, number>();
  const tell = (): void => {
    const told = [...counts];
    counts.clear();
    for (const [refusal, count] of told) tellOf(refusal, count);
  };
  return {
    count: (refusal) => {
      if (counts.size === 0) later(tell);
      counts.set(refusal, (counts.get(refusal) ?? 0) + 1);
    },
    tell,
  };
}
