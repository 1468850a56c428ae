import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { openJob } from '../../../core/metering/backfills/jobs.ts';
import { takeBatch } from '../../../core/metering/backfills/take-batch.ts';
import { backfillingOn, type SomeBilling } from '../../support/some-billing.ts';

/** A job of what was before there was Farthing, with an event, and two others. */
export async function openBackfills(billing: SomeBilling, tenant: string): Promise<void> {
  const ports = backfillingOn(billing);
  const period = {
    start: timestampOf(Date.UTC(2025, 0)),
    end: timestampOf(Date.UTC(2026, 0)),
  };
  for (const name of ['history-2025', 'other-file', 'wrong-file']) {
    await openJob(ports, tenant, {
      ...{ name, period, billing: 'informational', eventsPerSecond: 500, isDryRun: false },
      by: 'key-1',
    });
  }
  const event = {
    ...{ source: 'urn:magazine', id: 'view-2025-0', type: 'view', subject: 'reader-8' },
    time: '2025-10-14T10:00:00Z',
  };
  await takeBatch(ports, tenant, { name: 'history-2025', values: [event] });
}
