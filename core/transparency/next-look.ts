import { lookMinutes } from '../contract/logs/look-minutes.ts';
import { millisecondsPer, type Timestamp, timestampOf } from '../kernel/timestamp.ts';

/** When it is looked next for what is new in the books. */
export function nextLook(now: Timestamp): Timestamp {
  const hour = Math.floor(now / millisecondsPer.hour) * millisecondsPer.hour;
  const minute = Math.floor((now - hour) / millisecondsPer.minute);
  const next = lookMinutes.find((one) => one > minute) ?? lookMinutes[0] + 60;
  return timestampOf(hour + next * millisecondsPer.minute);
}
