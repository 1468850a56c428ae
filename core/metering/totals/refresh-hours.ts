import { inParallel } from '../../kernel/in-parallel.ts';
import { type RefreshPorts, refreshHour } from './refresh.ts';
import { joinedByHour, type TouchedHour } from './touched.ts';

const HOURS_AT_ONCE = 4;

/**
 * Refreshes every hour that a batch of announcements names, each once however many announcements name it, and settles
 * each announcement by the refresh of its hour.
 */
export async function refreshHours(
  ports: RefreshPorts,
  touched: readonly TouchedHour[],
): Promise<PromiseSettledResult<void>[]> {
  const failures = new Map<string, unknown>();
  await inParallel(HOURS_AT_ONCE, joinedByHour(touched), async (hour) => {
    try {
      await refreshHour(ports, hour);
    } catch (error) {
      failures.set(hourText(hour), error);
    }
  });
  return touched.map((hour) =>
    failures.has(hourText(hour))
      ? { status: 'rejected', reason: failures.get(hourText(hour)) }
      : { status: 'fulfilled', value: undefined },
  );
}

const hourText = ({ tenant, shard, hour }: TouchedHour): string =>
  JSON.stringify([tenant, shard, hour]);
