import { setImmediate as turn } from 'node:timers/promises';
import type { ClientEnvironment } from '../../../sdk/src/environment.ts';

/** Time that stands until it is moved, and chance that is the same each time. It is 2026-11-22T09:00:00Z. */
export function manualEnvironment() {
  let now = Date.UTC(2026, 10, 22, 9);
  let setBackMs = 0;
  let drawn = 0;
  let timers: { readonly at: number; readonly run: () => void }[] = [];

  /** A linear congruential generator, as POSIX has it. */
  const draw = (): number => {
    drawn = (drawn * 1_103_515_245 + 12_345) % 2 ** 31;
    return drawn / 2 ** 31;
  };
  const environment: ClientEnvironment = {
    now: () => now - setBackMs,
    random: draw,
    randomBytes: (count) => Uint8Array.from({ length: count }, () => Math.floor(draw() * 256)),
    timer(milliseconds, run) {
      const timer = { at: now + milliseconds, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
  };
  const next = () => timers.toSorted((a, b) => a.at - b.at)[0];
  /** Runs what is due first; false where nothing is by then. */
  const runNext = async (until: number, isOver = () => false): Promise<boolean> => {
    await turn();
    const timer = next();
    if (isOver() || timer === undefined || timer.at > until) return false;
    timers = timers.filter((other) => other !== timer);
    now = timer.at;
    timer.run();
    return true;
  };
  return {
    environment,
    async advance(milliseconds: number): Promise<void> {
      const until = now + milliseconds;
      while (await runNext(until));
      now = until;
    },
    /** Lets time go by until it is settled. */
    async settled<Value>(promise: Promise<Value>): Promise<Value> {
      let settled = 0;
      const settle = (): void => {
        settled += 1;
      };
      promise.then(settle, settle);
      for (let steps = 0; settled === 0; steps += 1) {
        if (steps > 100_000) throw new Error('it never settles');
        await runNext(Number.POSITIVE_INFINITY, () => settled > 0);
      }
      return promise;
    },
    /** The clock alone: what waits goes on as before. */
    setBack(milliseconds: number): void {
      setBackMs += milliseconds;
    },
    /** As when the process ends: nothing that waits goes on. */
    forget(): void {
      timers = [];
    },
  };
}
