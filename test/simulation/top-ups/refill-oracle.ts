import { nanosOf } from '../../../core/kernel/money.ts';
import { millisecondsPer, type Timestamp } from '../../../core/kernel/timestamp.ts';
import type { Collection } from '../../../core/rails/collection.ts';
import type { FakeStripe } from '../../fakes/stripe/fake-stripe.ts';
import type { FakePayment } from '../../fakes/stripe/objects.ts';
import type { Violation } from '../journal.ts';
import type { Looked } from './oracle.ts';

const CENT = 10_000_000n;
/** When the wallet is low, and what is put into it. */
export const refilling = {
  ...{ below: nanosOf(500n * CENT), amount: nanosOf(500n * CENT) },
  monthly: nanosOf(1_000n * CENT),
};
/** What is put in after a bank has refused is put in this much later. */
const PAUSE_SECONDS = millisecondsPer.hour / millisecondsPer.second;

/** What nobody was asked for, by the collection that it is of. */
function* refillsAt(
  stripe: FakeStripe,
  collections: readonly Collection[],
): Generator<{ readonly payment: FakePayment; readonly collection: Collection }> {
  const byAttempt = new Map(collections.map((one) => [String(one.attempt), one]));
  for (const payment of stripe.payments.values()) {
    const collection = byAttempt.get(payment.metadata['farthing_attempt'] ?? '');
    if (payment.isAlone && collection !== undefined) yield { payment, collection };
  }
}

/** What is known of refills: collections, and when it was put how the wallet is refilled. */
interface Refilled {
  readonly collections: readonly Collection[];
  readonly puts: readonly Timestamp[];
}

/** At every moment: for each time that the wallet was found to be low, it is refilled once. */
export function twiceViolation(
  stripe: FakeStripe,
  { collections, puts }: Refilled,
): Violation | undefined {
  const paid = new Set<string>();
  let refusedAt = Number.NEGATIVE_INFINITY;
  for (const { payment, collection } of refillsAt(stripe, collections)) {
    const { id, status, created } = payment;
    const isPutAnew = puts.some((at) => at >= refusedAt * 1000 && at <= (created + 1) * 1000);
    if (!isPutAnew && created - refusedAt < PAUSE_SECONDS) {
      return { rule: 'what was refused is not tried again at once', detail: id, about: id };
    }
    if (status !== 'succeeded') refusedAt = created;
    const low = collection.topUp?.refill?.low ?? '';
    if (status === 'succeeded' && paid.has(low)) {
      return { rule: 'a wallet that is low is refilled once', detail: `${id}: ${low}`, about: id };
    }
    if (status === 'succeeded') paid.add(low);
  }
  return undefined;
}

/** Once all has been looked at: the wallet is not low, unless nothing more may be put in; and no more was. */
export function refillViolation({
  stripe,
  collections,
  wallet,
  monthAt,
  now,
}: Looked & {
  readonly monthAt: (at: Timestamp) => string;
  readonly now: Timestamp;
}): Violation | undefined {
  const months = new Map<string, bigint>();
  for (const { payment, collection } of refillsAt(stripe, collections)) {
    if (payment.status !== 'succeeded') continue;
    const month = monthAt(collection.preparedAt);
    months.set(month, (months.get(month) ?? 0n) + collection.amount);
  }
  const over = [...months].find(([, amount]) => amount > refilling.monthly);
  if (over !== undefined) {
    return { rule: 'no more is put in of a month', detail: over.join(': '), about: 'decide' };
  }
  const { refill, grants, owed } = wallet;
  if (refill?.by === undefined || refill.endedBy !== undefined) return undefined;
  const left = grants.reduce((sum, one) => sum + one.left, 0n) - owed;
  const put = months.get(monthAt(now)) ?? 0n;
  if (left >= refill.below || put + refill.by.amount > refill.by.monthly) return undefined;
  return { rule: 'a wallet that is low is refilled', detail: `it has ${left}`, about: 'decide' };
}
