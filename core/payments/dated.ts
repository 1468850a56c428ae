import { dayOf } from '../books/day.ts';
import type { PaymentDocument } from '../books/document.ts';
import type { RejectionCode } from '../contract/rejection-codes.ts';
import { Rejection } from '../kernel/rejection.ts';
import { localDate, type TimeZone } from '../kernel/time-zone.ts';
import { rfc3339, type Timestamp } from '../kernel/timestamp.ts';

/** When something counts, and which day that is where the seller is. */
export interface Dated {
  readonly effectiveAt: Timestamp;
  readonly day: string;
  /** By which the day is told. */
  readonly timeZone: TimeZone;
}

export const datedAt = (effectiveAt: Timestamp, timeZone: TimeZone): Dated => ({
  effectiveAt,
  day: localDate(effectiveAt, timeZone),
  timeZone,
});

/** Days are compared as text: whether there is a 29 February does not matter. */
export const yearBefore = (day: string): string =>
  `${String(Number.parseInt(day, 10) - 1).padStart(4, '0')}${day.slice(4)}`;

/** Between what something may be dated: a day in the seller's time zone, said by `why`, and the instant it is now. */
interface Bounds {
  readonly code: Extract<RejectionCode, 'invoice.payment-date-invalid' | 'payment.date-invalid'>;
  readonly param: string;
  readonly first: string;
  readonly why: string;
  readonly now: Timestamp;
}

/** Years are easily mistyped, and what is dated in another one moves every balance between. */
export function refuseMisdated(dated: Dated, { code, param, first, why, now }: Bounds): void {
  const { effectiveAt, day, timeZone } = dated;
  if (effectiveAt <= now && day >= first) return;
  const today = localDate(now, timeZone);
  // Days are what people type; of an instant later today, the day says nothing.
  const got = day === today ? `${rfc3339(effectiveAt)}, and it is ${rfc3339(now)}` : day;
  throw new Rejection(
    code,
    `give when the money moved, from ${first}, ${why}, to ${today}, which is today; got ${got}`,
    { param },
  );
}

/** @throws Rejection `payment.date-invalid` for what goes back before it came, or in the future. */
export const refuseBeforePayment = (
  dated: Dated,
  payment: PaymentDocument,
  { param, now }: Pick<Bounds, 'param' | 'now'>,
): void =>
  refuseMisdated(dated, {
    code: 'payment.date-invalid',
    param,
    first: dayOf(payment),
    why: 'the day of the payment',
    now,
  });
