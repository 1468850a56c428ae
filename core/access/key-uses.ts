import { rfc3339, type Timestamp } from '../kernel/timestamp.ts';

/** On which days keys were used. */
export interface KeyUses {
  /** Keeps that a key was used on a day, `YYYY-MM-DD` of UTC. Repeating it changes nothing. */
  note(keyId: string, day: string): Promise<void>;
  /** The last day that was noted; undefined where there is none. */
  lastOf(keyId: string): Promise<string | undefined>;
}

const DAY_CHARACTERS = 10;

/**
 * Notes the first use of a key on each day; later ones of that day ask nothing, as long as they are remembered.
 * `keptMax` keys are; the oldest is forgotten first.
 */
export function notedUses(uses: Pick<KeyUses, 'note'>, keptMax: number) {
  const days = new Map<string, string>();
  return async (keyId: string, now: Timestamp): Promise<void> => {
    const day = rfc3339(now).slice(0, DAY_CHARACTERS);
    if (days.get(keyId) === day) return;
    await uses.note(keyId, day);
    days.delete(keyId);
    days.set(keyId, day);
    for (const oldest of days.keys()) {
      if (days.size <= keptMax) return;
      days.delete(oldest);
    }
  };
}
