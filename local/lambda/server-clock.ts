import { shiftDate } from './worker-clock.ts';

/**
 * Loaded before a web function, in its process: `Date` shows the runtime's clock, which the runtime moves by a message.
 * A process whose runtime is gone ends, whatever it does.
 */
const shared = new SharedArrayBuffer(8);
const offset = new BigInt64Array(shared);

/** What the runtime asks; each is answered. */
export type ToServer =
  | { readonly ask: 'clock'; readonly offsetMs: number }
  | { readonly ask: 'cpu' };

/** The answer to the oldest question that has none: milliseconds of processor time, 0 to the clock. */
export interface FromServer {
  readonly cpuMs: number;
}

shiftDate(shared);
process.on('message', (message: ToServer) => {
  const { user, system } = process.cpuUsage();
  if (message.ask === 'clock') Atomics.store(offset, 0, BigInt(message.offsetMs));
  const answer: FromServer = { cpuMs: (user + system) / 1000 };
  process.send?.(answer);
});
process.on('disconnect', () => process.exit(1));
process.channel?.unref();
