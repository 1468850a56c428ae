import type { ClientEnvironment } from './environment.ts';

/** When something is given up. */
export interface Limits {
  readonly timeoutMs: number;
  readonly stop?: AbortSignal | undefined;
}

/**
 * Runs what can be aborted. Rejects after so long, or once `stop` is aborted, whether or not what runs heeds its
 * signal: a `fetch` of one's own may not.
 */
export function inTime<Value>(
  { timer }: ClientEnvironment,
  { timeoutMs, stop }: Limits,
  run: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const aborted = new AbortController();
  return new Promise<Value>((resolve, reject) => {
    const end = (): void => {
      cancel();
      stop?.removeEventListener('abort', stopped);
    };
    const giveUp = (why: unknown): void => {
      end();
      reject(why as Error);
      aborted.abort();
    };
    const stopped = (): void => giveUp(stop?.reason);
    const cancel = timer(timeoutMs, () => giveUp(new Error(`no answer in ${timeoutMs} ms`)));
    if (stop?.aborted === true) {
      stopped();
      return;
    }
    stop?.addEventListener('abort', stopped);
    run(aborted.signal).then(resolve, reject).finally(end);
  });
}
