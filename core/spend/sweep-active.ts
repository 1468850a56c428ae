import type { Clock, TimeLeft } from '../kernel/clock.ts';
import { inParallel } from '../kernel/in-parallel.ts';
import { millisecondsPer } from '../kernel/timestamp.ts';
import { type ActivePayer, type ActivePayers, activeParts } from './ports.ts';

export interface ActiveSweepPorts {
  readonly active: Pick<ActivePayers, 'list'>;
  readonly clock: Clock;
  /** Looks after a payer that was active in an hour, and takes the mark away where nothing is left. */
  sweep(marked: ActivePayer): Promise<unknown>;
}

const PAGE_SIZE = 200;
const PAYERS_AT_ONCE = 16;
/** Clocks differ: who marked a payer may already be in the next hour. */
const HOURS_AHEAD = 1;

/**
 * Looks after every payer that is marked. One that fails does not hold up others; what failed is thrown in the end.
 * Stops where time is short: each sweep begins with another part. Marks of hours to come are left until then.
 */
export async function sweepActive(ports: ActiveSweepPorts, time: TimeLeft): Promise<void> {
  const first = Math.floor(ports.clock.now() / millisecondsPer.minute);
  const failures: unknown[] = [];
  for (let turn = 0; turn < activeParts && !time.isShort(); turn += 1) {
    failures.push(...(await sweepPart(ports, (first + turn) % activeParts, time)));
  }
  if (failures.length > 0) {
    throw new AggregateError(failures, `${failures.length} payers could not be swept`);
  }
}

async function sweepPart(
  { active, clock, sweep }: ActiveSweepPorts,
  part: number,
  time: TimeLeft,
): Promise<readonly unknown[]> {
  const failures: unknown[] = [];
  for (let after: string | undefined; !time.isShort(); ) {
    const listed = await active.list(part, { after, limit: PAGE_SIZE });
    after = listed.at(-1)?.place;
    const latest = Math.floor(clock.now() / millisecondsPer.hour) + HOURS_AHEAD;
    const marks = listed.filter(({ hour }) => hour <= latest);
    const ofPayers = Map.groupBy(marks, ({ tenant, payer }) => JSON.stringify([tenant, payer]));
    await inParallel(PAYERS_AT_ONCE, ofPayers.values(), async (ofPayer) => {
      try {
        // One after the other: what the first of them did, the others find done.
        for (const marked of ofPayer) if (!time.isShort()) await sweep(marked);
      } catch (error) {
        failures.push(error);
      }
    });
    // They are in the order of their hours.
    if (marks.length < PAGE_SIZE) break;
  }
  return failures;
}
