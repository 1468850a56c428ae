import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from './write-whole.ts';

/** The time that functions and schedules see: the machine's, moved by an offset. It runs on from wherever it is set. */
export interface RuntimeClock {
  /** Milliseconds since 1970. */
  now(): number;
  /**
   * Moves the clock to `now`, forth or back; undefined: to the machine's time. Moved quietly, it makes no schedule fire
   * for what it goes over.
   */
  set(now: number | undefined, how?: Move): void;
  /** The offset in milliseconds, shared with every worker: element 0 of a BigInt64Array. */
  readonly shared: SharedArrayBuffer;
  /** Calls `listener` after each move. */
  onMove(listener: (how: Move) => void): void;
}

/** How the clock is moved. */
interface Move {
  readonly quietly: boolean;
}

/**
 * A clock; with a data directory it starts where the last one stood, so that events of the past that wait in a queue do
 * not turn too old by a restart.
 */
export function runtimeClock(dataDirectory: string | undefined): RuntimeClock {
  const file = dataDirectory === undefined ? undefined : join(dataDirectory, 'clock-offset-ms');
  const shared = new SharedArrayBuffer(8);
  const offset = new BigInt64Array(shared);
  const listeners: ((how: Move) => void)[] = [];
  if (file !== undefined && existsSync(file)) {
    Atomics.store(offset, 0, BigInt(readFileSync(file, 'utf8')));
  }
  return {
    shared,
    now: () => Date.now() + Number(Atomics.load(offset, 0)),
    set: (now, how = { quietly: false }) => {
      const moved = now === undefined ? 0 : Math.round(now - Date.now());
      Atomics.store(offset, 0, BigInt(moved));
      if (file !== undefined) writeWhole(file, String(moved));
      for (const listener of listeners) listener(how);
    },
    onMove: (listener) => {
      listeners.push(listener);
    },
  };
}
