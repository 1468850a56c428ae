import { Rejection } from '../../core/kernel/rejection.ts';
import { localStart, type TimeZone } from '../../core/kernel/time-zone.ts';
import { type Timestamp, timestampFrom } from '../../core/kernel/timestamp.ts';

/** A time as it was sent, or a day: when that begins where the seller is. */
export function timeIn(
  text: string | undefined,
  { timeZone, param }: { readonly timeZone: TimeZone; readonly param: string },
): Timestamp | undefined {
  if (text === undefined) return undefined;
  const instant = timestampFrom(text) ?? localStart(text, timeZone);
  if (instant !== undefined) return instant;
  const detail = `${param}: give a time or a day that exists, got ${text}`;
  throw new Rejection('request.invalid', detail, { param });
}
