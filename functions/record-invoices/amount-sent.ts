import { type Nanos, nanosFrom } from '../../core/kernel/money.ts';
import { Rejection } from '../../core/kernel/rejection.ts';

/** An amount as it was sent. @throws Rejection `invoice.amount-invalid` of more than 9 places. */
export function nanosIn(text: string, param: string): Nanos {
  const amount = nanosFrom(text);
  if (amount !== undefined) return amount;
  const detail = `give an amount of at most 9 places, got ${JSON.stringify(text)}`;
  throw new Rejection('invoice.amount-invalid', detail, { param });
}
