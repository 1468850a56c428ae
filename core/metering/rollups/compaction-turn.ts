import type { Clock } from '../../kernel/clock.ts';
import { millisecondsPer } from '../../kernel/timestamp.ts';
import { partitions } from '../log/log-key.ts';
import { hoursPerDay, monthOfHour } from '../utc-month.ts';
import { type CompactionPorts, compactMonth } from './compact.ts';
import { settleDays } from './settled.ts';

/** Late events change hours of these months; older ones change with a new meter only. */
const MONTHS_LOOKED_AT = 3;
/** One of so many older months is looked at each day. */
const OLDER_MONTHS = 21;

/**
 * Compacts what is due of a tenant: each hour other partitions, so that each has its turn once a day. An older month is
 * looked at once in three weeks.
 */
export async function compactInTurn(
  ports: CompactionPorts & { readonly clock: Clock },
  tenant: string,
): Promise<void> {
  const rollable = await settleDays(ports.rollups, ports.clock, tenant);
  if (rollable === 0) return;
  const hour = Math.floor(ports.clock.now() / millisecondsPer.hour);
  const month = monthOfHour(hour);
  const older = MONTHS_LOOKED_AT + (Math.floor(hour / hoursPerDay) % OLDER_MONTHS);
  for (let partition = hour % hoursPerDay; partition < partitions; partition += hoursPerDay) {
    for (const back of [...Array(MONTHS_LOOKED_AT).keys(), older]) {
      if (month >= back) {
        await compactMonth(ports, { tenant, month: month - back, partition }, rollable);
      }
    }
  }
}
