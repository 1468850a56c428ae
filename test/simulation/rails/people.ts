import { creditInvoice } from '../../../core/invoicing/credit-invoice.ts';
import { voidInvoice } from '../../../core/invoicing/void-invoice.ts';
import { nanosOf } from '../../../core/kernel/money.ts';
import { Rejection } from '../../../core/kernel/rejection.ts';
import { recordPayment } from '../../../core/payments/record-payment.ts';
import { postedHint } from '../../../core/rails/stripe/events.ts';
import type { FakePayment } from '../../fakes/stripe/objects.ts';
import { aPolicy } from '../../fixtures/invoicing.ts';
import { type RailsStage, space, tenant } from './stage.ts';

const SECOND_MS = 1000;
/** Marks a payment whose money is not the invoice's. */
const another = { farthing_currency: 'another' };

/** What payers, banks, Stripe and whoever sells do: each is done at once, a second after what was done before. */
export class RailPeople {
  readonly #stage: RailsStage;
  #told = 0;
  #transfers = 0;

  constructor(stage: RailsStage) {
    this.#stage = stage;
  }

  /** A payer pays at one of the addresses that are known. */
  pay(): void {
    const { stripe, dice, journal } = this.#stage;
    const isOpen = (id: string): boolean => stripe.sessions.get(id)?.status === 'open';
    const id = this.#one([...this.#stage.addresses].filter(isOpen));
    if (id === undefined) return;
    this.#second();
    const how = dice.chance(0.3) ? 'later' : 'at once';
    if (!stripe.pay(id, how)) return;
    if (how === 'later' || !dice.chance(0.08)) return;
    const payment = stripe.payments.get(stripe.sessions.get(id)?.payment_intent ?? '');
    if (payment === undefined) return;
    const metadata = { ...payment.metadata, ...another };
    stripe.payments.set(payment.id, { ...payment, currency: 'usd', metadata });
    journal.reached('paid in another currency');
  }

  decide(outcome: 'succeeded' | 'failed' | undefined = undefined): void {
    const { stripe, dice, journal } = this.#stage;
    const processing = [...stripe.sessions.values()].filter(
      ({ payment_intent }) => stripe.payments.get(payment_intent ?? '')?.status === 'processing',
    );
    for (const { id } of processing) {
      this.#second();
      stripe.decide(id, outcome ?? (dice.chance(0.6) ? 'succeeded' : 'failed'));
      journal.reached('paid later');
    }
  }

  /** Money goes back, or comes again. */
  move(): void {
    const { stripe, dice } = this.#stage;
    this.#second();
    const payment = this.#one([...stripe.payments.values()].filter(isOurs));
    if (dice.chance(0.4)) this.#comeAgain();
    else if (payment !== undefined) this.#goBack(payment);
  }

  #comeAgain(): void {
    const { stripe, dice, journal } = this.#stage;
    const refund = this.#one([...stripe.refunds.values()]);
    if (refund?.status === 'succeeded') {
      stripe.failRefund(refund.id);
      journal.reached('refund failed');
      return;
    }
    const dispute = this.#one([...stripe.disputes.values()]);
    if (dispute?.status !== 'needs_response') return;
    const outcome = dice.chance(0.6) ? 'won' : 'lost';
    if (outcome === 'won') journal.reached('dispute won');
    stripe.closeDispute(dispute.id, outcome);
  }

  #goBack({ id }: FakePayment): void {
    const { stripe, dice, journal } = this.#stage;
    if (dice.chance(0.4)) {
      const dispute = stripe.dispute(id, dice.chance(0.2) ? 'inquiry' : 'taken');
      if (dispute !== undefined) journal.reached('money taken');
      return;
    }
    const left = stripe.left(id);
    // Of dinars, the last digit is zero.
    const amount = dice.chance(0.5) ? left : 10 * dice.below(Math.floor(left / 10) + 1);
    if (amount <= 0 || stripe.refund(id, amount) === undefined) return;
    journal.reached('money back');
  }

  /** The invoice is paid in another way, in part or in full. */
  async transfer(invoice: string): Promise<void> {
    const { books, railBooks, stripe, now, dice, journal } = this.#stage;
    const { amount } = await railBooks.due(tenant, invoice);
    if (amount <= 0n) return;
    this.#transfers += 1;
    // Of whole minor units in every currency of the world.
    const part = nanosOf((amount / 2n / 1_000_000_000n) * 1_000_000_000n);
    const paid = dice.chance(0.5) && part > 0n ? part : amount;
    await recordPayment(books, tenant, {
      ...{ invoice, rail: 'bank', reference: `transfer-${this.#transfers}` },
      ...{ amount: paid, receivedAt: now() },
    });
    const isOpen = [...stripe.sessions.values()].some(
      ({ metadata, status }) => metadata['farthing_invoice'] === invoice && status !== 'expired',
    );
    if (isOpen) journal.reached('paid too much');
  }

  /** It is credited or voided, where that may be. */
  async correct(invoice: string): Promise<void> {
    const { books, dice } = this.#stage;
    try {
      if (dice.chance(0.5)) {
        const request = { invoice, key: 'all', reason: 'not delivered', lines: undefined };
        await creditInvoice(books, tenant, { policy: aPolicy(), request });
      } else {
        const reason = 'billed to the wrong company';
        await voidInvoice(books, tenant, { invoice, reason, afterwards: 'forgive' });
      }
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
    }
  }

  /** What has happened is told: all of it in time, or some of it late, twice or never. */
  tell({ isSure }: { readonly isSure: boolean }): void {
    const { stripe, dice, journal, enqueue } = this.#stage;
    const events = stripe.events.slice(this.#told);
    this.#told = stripe.events.length;
    const order = dice.shuffled(events);
    if (order.some((event, index) => event !== events[index])) journal.reached('hint late');
    for (const event of order) {
      if (!isSure && dice.chance(0.25)) {
        journal.reached('hint lost');
        continue;
      }
      const hint = postedHint(JSON.stringify(event), { tenant, space });
      if (hint === undefined) continue;
      const message = { kind: 'hint', tenant, rail: 'stripe', hint } as const;
      enqueue(message);
      if (!dice.chance(0.2)) continue;
      journal.reached('hint repeated');
      enqueue(message);
    }
  }

  #second(): void {
    this.#stage.pass(SECOND_MS);
  }

  #one<Item>(items: readonly Item[]): Item | undefined {
    return items[this.#stage.dice.below(items.length)];
  }
}

const isOurs = ({ status, metadata }: FakePayment): boolean =>
  status === 'succeeded' && metadata['farthing_currency'] === undefined;
