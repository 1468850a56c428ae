import { workOff } from '../../../core/exports/run.ts';
import { inMemorySeenDays } from '../../fakes/export-files.ts';
import type { SomeBilling } from '../../support/some-billing.ts';

/** The export that examples speak of. */
const id = 'exp_17960832000000123456789abcdef';

/** Usage of the tenant, exported as it is deployed. */
export async function exportedUsage(billing: SomeBilling, tenant: string): Promise<void> {
  const { rating, exportRuns: runs, exported: files, exports: queue, clock, random } = billing;
  const days = { from: '2026-10-01', to: '2026-10-31', next: '2026-10-01' };
  await runs.put({
    ...{ tenant, id, revision: 1, reason: 'request', askedAt: clock.now() },
    ...{ ...days, files: 0, rows: 0, bytes: 0 },
  });
  await workOff(
    {
      ...{ runs, files, queue, clock, random, seen: inMemorySeenDays(), shards: 2, daysBack: 40 },
      ...{ usageHours: billing.usageLog, totals: billing.totals, catalogs: billing.catalogs },
      ...{ settings: rating.settings, log: billing.log, books: billing.books },
    },
    { kind: 'run', tenant, id },
    { isShort: () => false },
  );
}
