import type { UnbilledRowAnswer } from '../../contract/unbilled/shapes.ts';
import { decimalText } from '../../kernel/decimal.ts';
import { rfc3339 } from '../../kernel/timestamp.ts';
import type { ListedUsage } from './page.ts';

/** A row as it is answered. */
export function unbilledRowAnswer({ row, accepted }: ListedUsage): UnbilledRowAnswer {
  const { subject, customer, meter, month, reason, quantity, events } = row;
  return {
    ...(subject === undefined ? {} : { subject }),
    ...(customer === undefined ? {} : { customer }),
    meter,
    period: month,
    reason,
    quantity: decimalText(quantity),
    ...(events === undefined ? {} : { events: Number.parseInt(events.toString(), 10) }),
    ...(accepted === undefined
      ? {}
      : { accepted: { reason: accepted.why, by: accepted.by, at: rfc3339(accepted.at) } }),
  };
}
