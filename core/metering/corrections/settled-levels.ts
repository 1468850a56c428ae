import { millisecondsPer, type Timestamp } from '../../kernel/timestamp.ts';
import { MONTHS_SETTLED_MIN } from '../levels/month-ends.ts';
import type { Meter } from '../meter.ts';
import type { UsageEvent } from '../usage-event.ts';
import { monthOfHour } from '../utc-month.ts';

/** Whether what an event says, or is amended to say, is part of a level that later months may stand on already. */
export type SettledLevels = (event: UsageEvent, types?: readonly string[]) => boolean;

/** A run that keeps levels meanwhile has a clock of its own. */
const MARGIN_MS = millisecondsPer.day;

/**
 * Levels at the end of a month are kept once no event of it can come, and are not folded again: a correction of what is
 * under them would be in no later month.
 */
export function settledLevels(meters: readonly Meter[], now: Timestamp): SettledLevels {
  const going = meters.filter(({ opensWith }) => opensWith === 'previous');
  const ofLevels = new Set(going.map(({ eventType }) => eventType));
  const month = monthAt(now + MARGIN_MS);
  return ({ type, occurredAt }, types = []) =>
    [type, ...types].some((one) => ofLevels.has(one)) &&
    monthAt(occurredAt) + MONTHS_SETTLED_MIN <= month;
}

const monthAt = (instant: number): number =>
  monthOfHour(Math.floor(instant / millisecondsPer.hour));
