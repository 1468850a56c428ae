import { appendFileSync, readFileSync } from 'node:fs';

/** Names the file that gets a line for each test file; without it nothing is written. */
export const TIMES_FILE = 'TEST_TIMES_FILE';

/** Seconds that a test file took: on the clock, and of a processor. */
export interface Spent {
  readonly path: string;
  readonly clock: number;
  /** Of the process that ran it. */
  readonly own: number;
  /** Of the processes that it started and saw end; 0 where the system does not say. */
  readonly started: number;
}

type Seconds = Omit<Spent, 'path'>;

/** Linux counts in hundredths of a second; of a process, the 16th and 17th number are of its children. */
function secondsOfChildren(): number {
  try {
    const [, numbers = ''] = readFileSync('/proc/self/stat', 'utf8').split(') ');
    const [user, system] = numbers.split(' ').slice(13, 15);
    return (Number(user) + Number(system)) / 100;
  } catch {
    return 0;
  }
}

function secondsNow(): Seconds {
  const { user, system } = process.cpuUsage();
  return {
    clock: performance.now() / 1_000,
    own: (user + system) / 1_000_000,
    started: secondsOfChildren(),
  };
}

/** Begins to count for a test file; what is returned ends it, and writes it down where that is asked for. */
export function counting(path: string | undefined): () => void {
  const file = process.env[TIMES_FILE];
  if (file === undefined || path === undefined) return () => undefined;
  const before = secondsNow();
  return () => {
    const after = secondsNow();
    const spent: Spent = {
      path,
      clock: after.clock - before.clock,
      own: after.own - before.own,
      started: after.started - before.started,
    };
    appendFileSync(file, `${JSON.stringify(spent)}\n`);
  };
}
