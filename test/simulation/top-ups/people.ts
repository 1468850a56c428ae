import type { FakeStripe } from '../../fakes/stripe/fake-stripe.ts';
import type { Dice } from '../dice.ts';
import type { Notes } from '../journal.ts';
import type { TopUpState } from './states.ts';

interface Acting {
  readonly stripe: FakeStripe;
  readonly pass: (milliseconds: number) => void;
}

interface Watched {
  readonly dice: Dice;
  readonly journal: Notes<TopUpState>;
}

/** What payers and banks do, a second after one another. */
export function peopleAct({ stripe, pass }: Acting, { dice, journal }: Watched): void {
  const one = <Item>(items: Iterable<Item>): Item | undefined => {
    const all = [...items];
    return all[dice.below(all.length)];
  };
  pass(1_000);
  const open = one([...stripe.sessions.values()].filter(({ status }) => status === 'open'));
  if (open !== undefined && dice.chance(0.7)) {
    stripe.pay(open.id, dice.chance(0.25) ? 'later' : 'at once');
  }
  if (dice.chance(0.4)) banksDecide(stripe, { dice, journal });
  pass(1_000);
  const payment = one([...stripe.payments.values()].filter(({ status }) => status === 'succeeded'));
  if (payment === undefined) return;
  if (dice.chance(0.06) && stripe.dispute(payment.id) !== undefined) journal.reached('money taken');
  const left = stripe.left(payment.id);
  if (dice.chance(0.08) && left > 0) {
    stripe.refund(payment.id, dice.between(1, left));
    journal.reached('paid back by hand');
  }
  const refund = one(stripe.refunds.values());
  if (refund?.status !== 'succeeded' || !dice.chance(0.1)) return;
  stripe.failRefund(refund.id);
  journal.reached('refund failed');
}

/** What becomes of what was to be known later. */
export function banksDecide(stripe: FakeStripe, { dice, journal }: Watched): void {
  for (const { id, payment_intent } of stripe.sessions.values()) {
    if (stripe.payments.get(payment_intent ?? '')?.status !== 'processing') continue;
    stripe.decide(id, dice.chance(0.6) ? 'succeeded' : 'failed');
    journal.reached('paid later');
  }
}
