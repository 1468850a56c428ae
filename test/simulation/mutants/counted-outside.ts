import { entriesIn } from '../../../core/metering/log/block.ts';
import { hourOfMinute, type LogKey, partitionOf } from '../../../core/metering/log/log-key.ts';
import type { StoredBlock } from '../../../core/metering/log/ports.ts';
import { noTotals, PartitionFold } from '../../../core/metering/totals/partition-fold.ts';
import type { TotalsKey } from '../../../core/metering/totals/ports.ts';
import type { Functions, Ports } from '../run-context.ts';

/** Appends as it should, then adds what it appended to the totals; there is nothing left to refresh. */
export function countedOutside(real: Functions): Partial<Functions> {
  return {
    aggregate: (ports, scenario) => {
      const { usageLog } = ports;
      const counting: Ports['usageLog'] = {
        read: (...read) => usageLog.read(...read),
        readHour: (hour) => usageLog.readHour(hour),
        append: async (key, block) => {
          const outcome = await usageLog.append(key, block);
          if (outcome === 'put') await added(ports, key, block);
          return outcome;
        },
      };
      return real.aggregate({ ...ports, usageLog: counting }, scenario);
    },
    total: () => async (event) =>
      event.Records.map(() => ({ status: 'fulfilled', value: undefined })),
  };
}

async function added(ports: Ports, { tenant, minute }: LogKey, block: StoredBlock): Promise<void> {
  const entries = entriesIn(tenant, block.bytes);
  for (const partition of new Set(entries.map(({ event }) => partitionOf(event.subject)))) {
    const key = { tenant, partition, hour: hourOfMinute(minute) };
    await addedOnce(ports, key, (fold) => {
      for (const entry of entries) {
        if (partitionOf(entry.event.subject) !== partition) continue;
        fold.add({ minute, seq: block.seq }, entry);
      }
    });
  }
}

async function addedOnce(
  { totals, catalogs }: Ports,
  key: TotalsKey,
  add: (fold: PartitionFold) => void,
): Promise<void> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const stored = await totals.read(key);
    const catalog = await catalogs.latest(key.tenant, 'strong');
    const fold = new PartitionFold(stored?.value ?? noTotals(catalog.version), catalog.meters);
    add(fold);
    if (!fold.isChanged) return;
    const next = { revision: (stored?.revision ?? 0) + 1, value: fold.totals() };
    if ((await totals.put(key, next)) === 'put') return;
  }
}
