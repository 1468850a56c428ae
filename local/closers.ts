import { setTimeout as sleep } from 'node:timers/promises';

/** Ends something that was started. */
type Closer = () => Promise<void> | void;

/** A step of closing that takes longer is left behind: what it waits for is ended by the next. */
const closeStepMs = 8_000;

/** What was started last ends first. */
export async function closeAll(closers: Closer[]): Promise<void> {
  for (const close of closers.splice(0)) {
    const timer = new AbortController();
    const grace = sleep(closeStepMs, undefined, { signal: timer.signal });
    await Promise.race([close(), grace.catch(() => undefined)]);
    timer.abort();
  }
}
