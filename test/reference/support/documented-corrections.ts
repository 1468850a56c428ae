import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { askCorrection } from '../../../core/metering/corrections/ask-correction.ts';
import { correctionStep } from '../../../core/metering/corrections/correction-step.ts';
import { correctingOn, type SomeBilling } from '../../support/some-billing.ts';
import { openBackfills } from './documented-backfills.ts';

/** Usage as people change it: what did not happen is taken out, and what is older is written. */
export async function changeUsage(billing: SomeBilling, tenant: string): Promise<void> {
  await correct(billing, tenant);
  await openBackfills(billing, tenant);
}

/** One view of a reader who is nobody's did not happen. */
async function correct(billing: SomeBilling, tenant: string): Promise<void> {
  const ports = { ...correctingOn(billing), announce: async () => undefined };
  const time = timestampOf(Date.UTC(2026, 9, 14, 10));
  const selection = { events: [{ source: 'urn:magazine', id: 'reader-9 1', time }] };
  const { record } = await askCorrection(ports, tenant, {
    ...{ key: 'correction-1', by: 'key-1', why: 'sent by a test', amend: undefined },
    ...{ selection, sent: selection },
  });
  await correctionStep(ports, tenant, record.id);
}
