import type { Meter } from './meter.ts';
import type { UsageEvent } from './usage-event.ts';

/** No key of a meter begins with it. */
const PREFIX = '~';

/** Under which totals count what a meter reads of informational events: no reader of what is billed asks for it. */
const informationalKey = (meter: string): string => `${PREFIX}${meter}`;

/** Whether what totals have under a key is of informational events. */
export const isInformationalKey = (key: string): boolean => key.startsWith(PREFIX);

/** The key of the meter that has counted under a key. */
export const meterOfKey = (key: string): string =>
  isInformationalKey(key) ? key.slice(PREFIX.length) : key;

/** Whether an event is counted apart from what is billed, and never billed. */
export const isInformational = ({ backfill }: UsageEvent): boolean =>
  backfill?.billing === 'informational';

/** The same meter, which reads informational events alone: any other reads none of them. */
export const informationalMeter = (meter: Meter): Meter => ({
  ...meter,
  key: informationalKey(meter.key),
  readsInformational: true,
});
