import type { Context } from 'aws-lambda';
import type { TimeLeft } from '../../core/kernel/clock.ts';
import { type ActiveSweepPorts, sweepActive } from '../../core/spend/sweep-active.ts';

/** Enough for the payers that are being looked at. */
const SHORT_MS = 30_000;

export interface SweepSpendPorts extends ActiveSweepPorts {
  /** Goes on with payments on chains of which it is not known what became of them. */
  settle(time: TimeLeft): Promise<void>;
  /** Goes on with what private tokens were bought with, and what they were used for. */
  settlePrivately(time: TimeLeft): Promise<void>;
}

/** Looks at all payers that are active, each time it is called, whatever the event says. */
export const sweepSpend =
  (ports: SweepSpendPorts) =>
  async (_event: unknown, context?: Pick<Context, 'getRemainingTimeInMillis'>): Promise<void> => {
    const time = {
      isShort: () => (context?.getRemainingTimeInMillis() ?? Infinity) < SHORT_MS,
    };
    // None holds up the others: what failed is thrown after all.
    const swept = await Promise.allSettled([
      sweepActive(ports, time),
      ports.settle(time),
      ports.settlePrivately(time),
    ]);
    for (const one of swept) if (one.status === 'rejected') throw one.reason;
  };
