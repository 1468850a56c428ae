/** Why a request was refused without its function being asked. */
export type Refusal = 'key-unknown' | 'slowed-down';

/**
 * Tells of refusals by their number, once in a while: a line for each would cost more than to refuse. `later` says when
 * to tell of the first and of all that come until then.
 */
export function toldTogether(
  tell: (refusal: Refusal, count: number) => void,
  later: (run: () => void) => void,
): (refusal: Refusal) => void {
  const counts = new Map<Refusal, number>();
  const tellAll = (): void => {
    const told = [...counts];
    counts.clear();
    for (const [refusal, count] of told) tell(refusal, count);
  };
  return (refusal) => {
    if (counts.size === 0) later(tellAll);
    counts.set(refusal, (counts.get(refusal) ?? 0) + 1);
  };
}
