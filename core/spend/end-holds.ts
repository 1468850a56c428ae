import type { Timestamp } from '../kernel/timestamp.ts';
import { askedUnder } from './ask.ts';
import type { SpendDecision } from './decision.ts';
import type { Hold } from './state.ts';

/** What a sweep did for a payer. */
export interface Swept {
  readonly ended: readonly Hold[];
}

/**
 * Puts the ends of holds that ended by themselves into the log, and which blocks' events are in the queue. Done twice
 * it does nothing more; `name` tells it from what else is decided together.
 */
export const endHolds = (
  name: string,
  { told }: { readonly told: readonly number[] },
): SpendDecision<Swept> => ({
  key: askedUnder(name, null).key,
  decide(page) {
    const { state, now } = page;
    const over = [...state.holds.values()].filter((hold) => isOver(hold, now));
    for (const { id, quantity } of over) page.add({ kind: 'end', hold: id, quantity });
    const fresh = told.filter((seq) => state.untold.has(seq));
    if (fresh.length > 0) page.tell(fresh);
    return { ended: over };
  },
  repeat: () => ({ ended: [] }),
});

const isOver = ({ hasEnded, endsAt }: Hold, now: Timestamp): boolean => !hasEnded && endsAt <= now;
