import { setTimeout as sleep } from 'node:timers/promises';

/** Waits; false where it is over before. */
export const hasPassed = (ms: number, over: AbortSignal): Promise<boolean> =>
  sleep(ms, true, { signal: over }).catch(() => false);
