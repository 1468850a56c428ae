import type { Api } from '../cli/http/api.ts';
import type { Shell } from '../cli/shell.ts';
import { clockMarkIn, markClock, unmarkClock } from './demo-mark.ts';
import type { LocalRuntime } from './runtime-port.ts';

interface ClockParts {
  readonly runtime: LocalRuntime;
  readonly api: Api;
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
  const { runtime, api, shell, directory } = parts;
  await markClock(directory, runtime.now() - shell.now());
  try {
    await setClock(api, time);
    await work();
  } finally {
    await restoreClock(parts);
  }
}

/** Sets the clock back to what it was before the demo moved it; nothing where it did not. */
export async function restoreClock({ api, shell, directory }: ClockParts): Promise<void> {
  const aheadMs = await clockMarkIn(directory);
  if (aheadMs === undefined) return;
  await setClock(api, Math.abs(aheadMs) < sameMs ? undefined : shell.now() + aheadMs);
  await unmarkClock(directory);
}

async function setClock(api: Api, time: number | undefined): Promise<void> {
  const now = time === undefined ? null : new Date(time).toISOString();
  await api.call({ method: 'POST', path: '/v1/clock', body: JSON.stringify({ now }) });
}
