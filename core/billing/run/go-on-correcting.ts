import type { Clock } from '../../kernel/clock.ts';
import type { Queue } from '../../kernel/queue.ts';
import {
  type CorrectionPorts,
  correctionStep,
  isRunning,
} from '../../metering/corrections/correction-step.ts';
import type { UsageHours } from '../../metering/log/ports.ts';
import type { RatingPorts } from '../ports.ts';
import { type CorrectMessage, sendAll } from './message.ts';

/** What corrections are kept in and written with. */
export type CorrectionStores = Pick<CorrectionPorts, 'records' | 'writer' | 'touched'>;

/** What corrections are made with, beside what a month is rated from. */
interface CorrectingPorts {
  readonly rating: Pick<RatingPorts, 'catalogs' | 'shardEpochs'>;
  readonly usageHours: UsageHours;
  readonly corrections: CorrectionStores;
  readonly clock: Clock;
}

/** Another step of a long correction, as much as is enough, and a message for the next. */
export async function goOnCorrecting(
  {
    corrections,
    rating,
    usageHours,
    billing,
    clock,
  }: CorrectingPorts & { readonly billing: Queue },
  { tenant, id }: CorrectMessage,
  enough?: Parameters<typeof correctionStep>[3],
): Promise<void> {
  const { catalogs, shardEpochs } = rating;
  const ports = { ...corrections, catalogs, shardEpochs, usageHours, clock };
  const step = await correctionStep(ports, tenant, id, enough);
  if (step === undefined || !isRunning(step.record)) return;
  await sendAll(billing, [{ kind: 'correct', tenant, id }]);
}
