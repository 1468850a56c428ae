import { laterDate } from '../../kernel/local-calendar.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';
import { type BankFact, type Collection, isOver } from '../collection.ts';
import { nextAfter } from './reasons.ts';

/** Whether an invoice may be collected again after what became of it before. */
export type Retry =
  | { readonly kind: 'first' }
  /** From 1, and why it came back the last time. */
  | { readonly kind: 'retry'; readonly number: number; readonly reason: string }
  | {
      readonly kind: 'not-now';
      readonly why: 'retry-later' | 'not-retried';
      readonly detail: string;
    };

/** Why, and when, a direct debit came to nothing; undefined where it did not. */
function cameBack(collection: Collection): BankFact | undefined {
  const { returnedBy, rejectedBy } = collection;
  return isOver(collection) ? (returnedBy ?? rejectedBy) : undefined;
}

/**
 * Whether an invoice is due for another attempt on a day, by what became of its direct debits so far: after want of
 * money as often as is set, after all else when a person says so. What was cancelled is none.
 */
export function retryOf(
  collections: readonly Collection[],
  asked: {
    readonly retryAfterDays: readonly number[];
    readonly day: string;
    /** When the mandate was changed last: what came back before that was of another account. */
    readonly since: Timestamp;
  },
): Retry {
  const { retryAfterDays, day, since } = asked;
  const failures = collections
    .flatMap((one) => (one.rail === 'sepa' ? (cameBack(one) ?? []) : []))
    .filter(({ at }) => at >= since);
  const last = failures.at(-1);
  if (last === undefined) return { kind: 'first' };
  const { reason = 'no reason' } = last;
  if (nextAfter(reason) !== 'later') {
    const detail = `it came back (${reason}): name the invoice to collect it again`;
    return { kind: 'not-now', why: 'not-retried', detail };
  }
  const number = failures.length;
  const days = retryAfterDays[number - 1];
  if (days === undefined) {
    const detail = `it came back ${number} times, the last time for ${reason}: name the invoice to collect it again`;
    return { kind: 'not-now', why: 'not-retried', detail };
  }
  const from = laterDate(last.on, days);
  if (day >= from) return { kind: 'retry', number, reason };
  return {
    kind: 'not-now',
    why: 'retry-later',
    detail: `it came back (${reason}): again from ${from} on`,
  };
}
