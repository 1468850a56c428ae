import type { Shell } from '../cli/shell.ts';
import { clockMarkIn, markClock, unmarkClock } from './demo-mark.ts';
import type { LocalRuntime } from './runtime-port.ts';

interface ClockParts {
  readonly runtime: LocalRuntime;
  readonly shell: Shell;
  readonly directory: string;
}

/** Nearer to the machine's time than this, the clock runs with the machine. */
const sameMs = 1000;

/**
 * Does something at another time, after which the clock runs on as before; also where this process is killed in
 * between, by the next start.
 */
export async function atDemoTime(
  parts: ClockParts,
  time: number,
  work: () => Promise<void>,
): Promise<void> {
  const { runtime, shell, directory } = parts;
  await markClock(directory, runtime.now() - shell.now());
  try {
    runtime.setClock(time, { quietly: true });
    await work();
  } finally {
    await restoreClock(parts);
  }
}

/**
 * Sets the clock back to what it was before the demo moved it; nothing where it did not. No schedule fires for what it
 * goes over: all of them at once would take as long as playing the demo, and none of them had been missed.
 */
export async function restoreClock({ runtime, shell, directory }: ClockParts): Promise<void> {
  const aheadMs = await clockMarkIn(directory);
  if (aheadMs === undefined) return;
  runtime.setClock(Math.abs(aheadMs) < sameMs ? undefined : shell.now() + aheadMs, {
    quietly: true,
  });
  await unmarkClock(directory);
}
