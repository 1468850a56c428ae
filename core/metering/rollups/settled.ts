import type { Clock } from '../../kernel/clock.ts';
import { millisecondsPer, type Timestamp } from '../../kernel/timestamp.ts';
import type { Rollups, SettledDays } from './ports.ts';

/** By then nearly all of a day's usage has come; what comes later costs a mark, and is no less right. */
const HOURS_AFTER_DAY = 2;
/**
 * Whoever puts totals read which days are settled just before. After so long, nobody is at it who read the one
 * before.
 */
const WAIT_MS = millisecondsPer.hour;

/** Days before this one, since 1970, may be rolled up: whoever puts totals of them puts a mark first. */
const rollableBefore = ({ before, was, since }: SettledDays, now: Timestamp): number =>
  now - since >= WAIT_MS ? before : was;

/**
 * Says which days are settled now, and resolves to the first that may not be rolled up. A clock that is set back
 * settles nothing, and takes nothing back.
 */
export async function settleDays(
  rollups: Pick<Rollups, 'readSettled' | 'putSettled'>,
  clock: Clock,
  tenant: string,
): Promise<number> {
  const now = clock.now();
  const stored = await rollups.readSettled(tenant);
  const rollable = stored === undefined ? 0 : rollableBefore(stored.value, now);
  const before = Math.floor((now - HOURS_AFTER_DAY * millisecondsPer.hour) / millisecondsPer.day);
  // While the last step waits, the next would make it wait again.
  const isWaiting = stored !== undefined && rollable < stored.value.before;
  if (!isWaiting && before > rollable) {
    const revision = (stored?.revision ?? 0) + 1;
    await rollups.putSettled(tenant, { revision, value: { before, was: rollable, since: now } });
  }
  return rollable;
}
