import type { Clock } from '../../kernel/clock.ts';
import { millisecondsPer } from '../../kernel/timestamp.ts';
import { partitions } from '../log/log-key.ts';
import { hoursPerDay, monthOfHour } from '../utc-month.ts';
import { type CompactionPorts, compactMonth } from './compact.ts';
import { rebuildRollup } from './rebuild-rollup.ts';
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
  ports: CompactionPorts & {
    readonly clock: Clock;
    /** Told of what was lost. */
    readonly onLost?: (lost: string) => void;
  },
  tenant: string,
): Promise<void> {
  const rollable = await settleDays(ports.rollups, ports.clock, tenant);
  const hour = Math.floor(ports.clock.now() / millisecondsPer.hour);
  const month = monthOfHour(hour);
  if (rollable === 0) return withdrawUnsettled(ports, tenant, month);
  const older = MONTHS_LOOKED_AT + (Math.floor(hour / hoursPerDay) % OLDER_MONTHS);
  for (let partition = hour % hoursPerDay; partition < partitions; partition += hoursPerDay) {
    for (const back of [...Array(MONTHS_LOOKED_AT).keys(), older]) {
      if (month >= back) {
        await compactMonth(ports, { tenant, month: month - back, partition }, rollable);
      }
    }
  }
}

/**
 * Days that are rolled up were settled. Where it is lost which, late changes of them have come without a mark: what is
 * rolled up of recent months is read by nobody any more, until compaction has made it again.
 */
async function withdrawUnsettled(
  ports: CompactionPorts & { readonly onLost?: (lost: string) => void },
  tenant: string,
  latest: number,
): Promise<void> {
  const range = { tenant, first: 0, last: partitions - 1 };
  for (const month of months(latest)) {
    const heads = await ports.rollups.readHeads({ ...range, month }, 'strong');
    const rolled = [...heads].filter(([, { value }]) => value.days > 0);
    if (rolled.length === 0) continue;
    ports.onLost?.(
      `a projection is lost: which days of ${tenant} are settled; its rollups are made again`,
    );
    for (const [partition] of rolled) await rebuildRollup(ports, { tenant, month, partition }, 0);
  }
}

const months = (latest: number): readonly number[] =>
  Array.from({ length: MONTHS_LOOKED_AT }, (_, back) => latest - back).filter((one) => one >= 0);
