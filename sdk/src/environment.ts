/** What the machine gives: time and chance. */
export interface ClientEnvironment {
  /** Milliseconds since 1970. */
  now(): number;
  /** From 0 up to, and without, 1. */
  random(): number;
  randomBytes(count: number): Uint8Array;
  /** Calls once, later; what it returns calls it off. */
  timer(milliseconds: number, run: () => void): () => void;
}

export const platformEnvironment: ClientEnvironment = {
  now: () => Date.now(),
  random: () => Math.random(),
  randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
  timer(milliseconds, run) {
    // Above it, platforms wait no time at all.
    const timer = setTimeout(run, Math.min(milliseconds, 2 ** 31 - 1));
    return () => clearTimeout(timer);
  },
};

/** Resolves after so long, or as soon as `stop` is aborted. */
export function wait(
  { timer }: ClientEnvironment,
  milliseconds: number,
  stop: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    if (stop.aborted) {
      resolve();
      return;
    }
    const done = (): void => {
      cancel();
      stop.removeEventListener('abort', done);
      resolve();
    };
    const cancel = timer(milliseconds, done);
    stop.addEventListener('abort', done);
  });
}
