import { decimalFrom, decimalText } from '../../kernel/decimal.ts';
import { invariant } from '../../kernel/invariant.ts';
import { StoredObject } from '../../kernel/stored.ts';
import { timestampOf } from '../../kernel/timestamp.ts';
import { type AcceptedUsage, unbilledReasons } from './unbilled-usage.ts';

/** An acceptance as it is stored. */
export const storedAcceptance = ({ month, quantity, events, ...others }: AcceptedUsage) => ({
  ...others,
  period: month,
  quantity: decimalText(quantity),
  ...(events === undefined ? {} : { events: events.toString() }),
});

/** The reverse. Throws `InvariantViolation` for what is none. */
export function acceptanceFrom(value: unknown): AcceptedUsage {
  const stored = new StoredObject(value, 'usage that is left unbilled');
  const quantity = decimalFrom(stored.text('quantity'));
  invariant(quantity !== undefined, 'a quantity that is left unbilled is a decimal');
  return {
    subject: stored.has('subject') ? stored.text('subject') : undefined,
    customer: stored.has('customer') ? stored.text('customer') : undefined,
    meter: stored.text('meter'),
    month: stored.month('period'),
    reason: stored.oneOf('reason', unbilledReasons),
    quantity,
    events: stored.has('events') ? BigInt(stored.text('events')) : undefined,
    why: stored.text('why'),
    by: stored.text('by'),
    at: timestampOf(stored.integer('at')),
  };
}
