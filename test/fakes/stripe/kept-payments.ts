import type { FakePayment } from './objects.ts';
import { metadataIn, missing, type Reply, refused } from './replies.ts';

/** What is there, and what banks say. */
interface Bank {
  readonly payments: Iterable<FakePayment>;
  readonly bank: 'pays' | 'refuses';
  readonly now: number;
  newId(): string;
}

interface Posted {
  readonly reply: Reply;
  readonly isBegun: boolean;
  readonly made?: FakePayment;
}

const MINIMUM = 50;

/** Nobody is asked: it is paid by what was kept of another payment, or its bank refuses. */
export function paidByKept(form: URLSearchParams, { payments, bank, now, newId }: Bank): Posted {
  const [customer, payment_method] = [form.get('customer'), form.get('payment_method')];
  const isKept = [...payments].some(
    (one) =>
      one.customer !== null && one.customer === customer && one.payment_method === payment_method,
  );
  if (!isKept) return { reply: missing(), isBegun: false };
  const amount = Number(form.get('amount'));
  const isAlone = form.get('off_session') === 'true' && form.get('confirm') === 'true';
  if (!isAlone || !Number.isSafeInteger(amount) || amount < MINIMUM) {
    const message = 'This payment cannot be confirmed without its customer';
    return { reply: refused(400, 'invalid_request_error', message), isBegun: false };
  }
  const isPaid = bank === 'pays';
  const made: FakePayment = {
    ...{ object: 'payment_intent', id: newId(), created: now, amount, isAlone: true },
    ...{ customer, payment_method, currency: form.get('currency') ?? '' },
    metadata: metadataIn(form, 'metadata'),
    amount_received: isPaid ? amount : 0,
    status: isPaid ? 'succeeded' : 'requires_payment_method',
    last_payment_error: isPaid ? null : { code: 'card_declined' },
  };
  if (isPaid) return { reply: { status: 200, body: { ...made } }, isBegun: true, made };
  const reply = refused(402, 'card_error', 'Your card was declined.', 'card_declined');
  return { reply, isBegun: true, made };
}
