import type { JsonObject } from '../../kernel/json.ts';
import type { Standing } from '../ports.ts';
import { objectIn, textIn } from './api.ts';

/** Of a payment that will not come any more: the session that it was of is over. */
const FAILED: readonly unknown[] = ['canceled', 'requires_payment_method'];

/** What became of a payment. */
export function paymentStanding(payment: JsonObject | undefined): Standing {
  const id = payment === undefined ? undefined : textIn(payment, 'id');
  if (payment === undefined || id === undefined) {
    return { kind: 'unknown', detail: 'a payment without an id came' };
  }
  const status = textIn(payment, 'status');
  if (status === 'succeeded') return { kind: 'paid', payment: id };
  if (FAILED.includes(status)) return { kind: 'failed', detail: failureOf(payment) };
  return { kind: 'processing' };
}

function failureOf(payment: JsonObject): string {
  const error = objectIn(payment, 'last_payment_error') ?? {};
  return textIn(error, 'code') ?? textIn(payment, 'cancellation_reason') ?? 'the payment failed';
}
