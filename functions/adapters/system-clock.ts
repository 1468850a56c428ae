import type { Clock } from '../../core/kernel/clock.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';

/** The machine's clock. */
export const systemClock: Clock = { now: () => timestampOf(Date.now()) };
