import type { Context } from 'aws-lambda';
import { type ActiveSweepPorts, sweepActive } from '../../core/spend/sweep-active.ts';

/** Enough for the payers that are being looked at. */
const SHORT_MS = 30_000;

/** Looks at all payers that are active, each time it is called, whatever the event says. */
export const sweepSpend =
  (ports: ActiveSweepPorts) =>
  async (_event: unknown, context?: Pick<Context, 'getRemainingTimeInMillis'>): Promise<void> => {
    await sweepActive(ports, {
      isShort: () => (context?.getRemainingTimeInMillis() ?? Infinity) < SHORT_MS,
    });
  };
