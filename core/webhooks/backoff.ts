import { millisecondsPer, type Timestamp, timestampOf } from '../kernel/timestamp.ts';

const FIRST_MS = 30 * millisecondsPer.second;
const LONGEST_MS = 6 * millisecondsPer.hour;
/** For so long an event is tried; then its endpoint is parked. */
export const TRIED_MS = 3 * millisecondsPer.day;

/**
 * When to try again after so many attempts, at least 1: exponential with full jitter (Brooker, "Exponential Backoff and
 * Jitter", 2015), so that endpoints of one receiver that fail together do not come back together. `random` is of
 * [0, 1).
 */
export function retryAt(now: Timestamp, attempts: number, random: number): Timestamp {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempts - 1, 20));
  return timestampOf(now + Math.floor(random * longest));
}
