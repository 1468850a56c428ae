import type { Clock } from '../../core/kernel/clock.ts';
import { InvariantViolation } from '../../core/kernel/invariant.ts';
import { millisecondsPer } from '../../core/kernel/timestamp.ts';
import { compactInTurn } from '../../core/metering/rollups/compaction-turn.ts';
import { markedTotals } from '../../core/metering/rollups/marked-totals.ts';
import type { Rollups } from '../../core/metering/rollups/ports.ts';
import type { RefreshPorts } from '../../core/metering/totals/refresh.ts';
import { refreshHours } from '../../core/metering/totals/refresh-hours.ts';
import { type TouchedHour, touchedHourFrom } from '../../core/metering/totals/touched.ts';
import { logError } from '../middleware/log.ts';
import { forWholeBatch } from '../middleware/process-batch.ts';

export interface TotalPorts extends RefreshPorts {
  readonly rollups: Rollups;
  readonly clock: Clock;
}

const TENANTS_KNOWN_MAX = 10_000;

/** Brings the totals of the hours that a batch announces up to the log, and once an hour what is due of rollups. */
export function totalUsage(ports: TotalPorts) {
  const told = { onLost, ...ports };
  const marked = { ...told, totals: markedTotals(ports.totals, ports.rollups) };
  const turns = new Map<string, number>();
  const isDue = (tenant: string): boolean => {
    const hour = Math.floor(ports.clock.now() / millisecondsPer.hour);
    if (turns.get(tenant) === hour) return false;
    if (turns.size >= TENANTS_KNOWN_MAX) turns.clear();
    turns.set(tenant, hour);
    return true;
  };
  return forWholeBatch(touchedHourFrom, async (touched) => {
    const settled = await refreshHours(marked, touched);
    const failures = await failedTurns(told, tenantsOf(touched).filter(isDue));
    return settled.map((one, index) => failures.get(touched[index]?.tenant ?? '') ?? one);
  });
}

const onLost = (lost: string): void => {
  logError('what was lost is made again from the log', new InvariantViolation(lost));
};

const tenantsOf = (touched: readonly TouchedHour[]): string[] => [
  ...new Set(touched.map(({ tenant }) => tenant)),
];

/**
 * A turn that failed fails the tenant's messages, so that it is seen. They are worked off again, and the turn is
 * over.
 */
async function failedTurns(
  ports: TotalPorts,
  tenants: readonly string[],
): Promise<ReadonlyMap<string, PromiseRejectedResult>> {
  const failures = new Map<string, PromiseRejectedResult>();
  for (const tenant of tenants) {
    try {
      await compactInTurn(ports, tenant);
    } catch (reason) {
      failures.set(tenant, { status: 'rejected', reason });
    }
  }
  return failures;
}
