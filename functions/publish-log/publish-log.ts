import type { Context } from 'aws-lambda';
import { type CosignedAllPorts, cosignAll } from '../../core/transparency/cosign-all.ts';
import { type DayPorts, keepDays } from '../../core/transparency/day-checkpoints.ts';
import { type SequenceAllPorts, sequenceAll } from '../../core/transparency/sequence-all.ts';

/** Enough for a step: some thousand entries, their tiles, and a signature; and for witnesses after it. */
const SHORT_MS = 60_000;
/** Enough for a log whose witnesses answer when they have to. */
const ASKING_SHORT_MS = 35_000;

interface PublishLogPorts extends Omit<SequenceAllPorts, 'onNotice'>, Pick<DayPorts, 'days'> {
  readonly onNotice: SequenceAllPorts['onNotice'] & CosignedAllPorts['onNotice'];
  /** Undefined where nobody's cosignature is wanted. */
  readonly witnesses: Pick<CosignedAllPorts, 'cosigned' | 'policy' | 'client'> | undefined;
}

/** Enough for reads and two puts. */
const KEEPING_SHORT_MS = 5_000;

/** Brings all logs up to their books, has their checkpoints cosigned, and keeps those of days: whatever failed. */
export const publishLog =
  ({ witnesses, ...ports }: PublishLogPorts) =>
  async (_event: unknown, context?: Pick<Context, 'getRemainingTimeInMillis'>): Promise<void> => {
    const timeLeft = (short: number) => ({
      isShort: () => (context?.getRemainingTimeInMillis() ?? Infinity) < short,
    });
    const published = await settled(() => sequenceAll(ports, timeLeft(SHORT_MS)));
    const cosigned =
      witnesses === undefined
        ? []
        : await settled(() => cosignAll({ ...ports, ...witnesses }, timeLeft(ASKING_SHORT_MS)));
    const kept = await settled(() =>
      keepDays({ ...ports, cosigned: witnesses?.cosigned }, timeLeft(KEEPING_SHORT_MS)),
    );
    const failures = [...published, ...cosigned, ...kept];
    if (failures.length > 1)
      throw new AggregateError(failures, 'logs are not written, cosigned or kept');
    if (failures.length === 1) throw failures[0];
  };

/** What it failed by. */
async function settled(work: () => Promise<void>): Promise<readonly unknown[]> {
  try {
    await work();
    return [];
  } catch (error) {
    return [error];
  }
}
