import fc from 'fast-check';
import type { BooksDocument } from '../../core/books/document.ts';
import { journal } from '../../core/books/reading.ts';
import { closePeriods } from '../../core/invoicing/close-periods.ts';
import { creditInvoice } from '../../core/invoicing/credit-invoice.ts';
import { voidInvoice } from '../../core/invoicing/void-invoice.ts';
import { type Currency, currencyFrom } from '../../core/kernel/currency.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import { nanosOf, nanosPerMinorUnit } from '../../core/kernel/money.ts';
import { laterMonth, monthFrom } from '../../core/kernel/month.ts';
import { suspenseOf } from '../../core/kernel/payer.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { keptTimeZone } from '../../core/kernel/time-zone.ts';
import { millisecondsPer, timestampOf } from '../../core/kernel/timestamp.ts';
import { applyPayment, unapplyPayment } from '../../core/payments/apply-payment.ts';
import { recordPayerPayment } from '../../core/payments/record-payer-payment.ts';
import { recordPayment } from '../../core/payments/record-payment.ts';
import { refundPayment } from '../../core/payments/refund-payment.ts';
import { reversePayment } from '../../core/payments/reverse-payment.ts';
import { writeOffInvoice } from '../../core/payments/write-off-invoice.ts';
import {
  aCharge,
  aClosing,
  aMonth,
  aPolicy,
  nanos,
  someBooks,
  someTerms,
  vat,
} from '../fixtures/invoicing.ts';
import { aFee } from './fees-in-advance.ts';

export const tenant = 'acme';
const zone = keptTimeZone('Pacific/Auckland');
const found = (code: string): Currency => {
  const currency = currencyFrom(code);
  invariant(currency !== undefined, `there is ${code}`);
  return currency;
};

/** Payers of three currencies, taxed in three ways, in three countries and none. */
const payers = [
  { customer: 'press-review', currency: found('EUR'), country: 'FR', taxCode: 'standard' },
  { customer: 'a:b  c', currency: found('EUR'), country: 'DE', taxCode: 'reduced' },
  { customer: '日本', currency: found('JPY'), country: 'JP', taxCode: 'standard' },
  { customer: 'dinar', currency: found('KWD'), country: undefined, taxCode: 'press' },
] as const;
export const payerKeys = payers.map(({ customer }) => customer);

const deeds = [
  ...['pay', 'pay', 'pay more', 'pay more', 'pay in advance', 'pay in advance'],
  ...['apply', 'unapply', 'refund', 'refund', 'reverse', 'reverse'],
  ...['credit', 'credit a part', 'write off', 'void', 'rebill'],
] as const;

/** What a person does some hours after the month was closed. */
const aDeed = fc.record({
  deed: fc.constantFrom(...deeds),
  payer: fc.nat(payers.length - 1),
  of: fc.nat(20),
  rail: fc.constantFrom('bank', 'card'),
  minor: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 4000 })),
  after: fc.integer({ min: 0, max: 200 }),
  before: fc.integer({ min: 0, max: 900 }),
});

/** A few months of some payers: what each used, and what is done about it. */
export const someMonths = fc.array(
  fc.record({
    quantities: fc.array(fc.integer({ min: 0, max: 3000 }), {
      minLength: payers.length,
      maxLength: payers.length,
    }),
    late: fc.integer({ min: -40, max: 40 }),
    deeds: fc.array(aDeed, { minLength: 6, maxLength: 24 }),
  }),
  { minLength: 1, maxLength: 5 },
);
type MonthOfLife = typeof someMonths extends fc.Arbitrary<(infer Value)[]> ? Value : never;
type Done = MonthOfLife['deeds'][number];

/** Books of payers, month after month, in the seller's own calendar. */
class Finances {
  readonly world = someBooks();
  readonly #quantities: number[][] = [];
  readonly #invoices: { id: string; customer: string; month: number }[] = [];
  readonly #payments: { id: string; customer: string }[] = [];
  #count = 0;

  async live({ quantities, late, deeds: done }: MonthOfLife): Promise<void> {
    const month = this.#quantities.length;
    this.#quantities.push([...quantities]);
    const before = this.#quantities[month - 1];
    if (before !== undefined) before[0] = Math.max(0, (before[0] ?? 0) + late);
    this.world.time.now = timestampOf(Date.UTC(2026, month + 1, 1, 12));
    for (const payer of payers.keys()) await this.#close(month, payer);
    for (const one of done) {
      this.#count += 1;
      const later = this.world.time.now + one.after * millisecondsPer.hour;
      this.world.time.now = timestampOf(Math.min(later, Date.UTC(2026, month + 2, 1)));
      await this.#tried(one);
    }
  }

  async #close(month: number, payer: number): Promise<void> {
    const { books, clock } = this.world;
    const { customer, currency, country, taxCode } = payers[payer] ?? payers[0];
    const address = country === undefined ? {} : { address: { lines: ['1'], country } };
    const fee = { ...aFee('0.7'), taxCode };
    const monthAt = (of: number) => laterMonth(monthFrom('2026-01'), of);
    const reckoning = (of: number) => {
      const used = String(this.#quantities[of]?.[payer] ?? 0);
      return aMonth(monthAt(of), [aCharge(used, '0.012345', { taxCode }), fee], zone);
    };
    // Every other payer is charged its fee before the month.
    const advance = payer % 2 === 0 ? [aMonth(monthAt(month + 1), [fee], zone)] : [];
    const [outcome] = await closePeriods({ books, clock }, tenant, [
      aClosing({
        terms: someTerms({
          ...{ customer, currency, buyer: { name: customer, ...address } },
          taxes: new Map([
            ['standard', vat('19')],
            ['reduced', vat('7')],
            ['press', vat('5.5')],
          ]),
          minimumCharge: nanos('5'),
        }),
        policy: aPolicy({ bounds: undefined, timeZone: zone }),
        current: reckoning(month),
        advance,
        earlier: month === 0 ? [] : [reckoning(month - 1)],
      }),
    ]);
    if (outcome?.status === 'closed' && outcome.document.kind === 'invoice') {
      this.#invoices.push({ id: outcome.document.id, customer, month });
    }
  }

  /** Some deeds are refused, as a credit of nothing: the books must not mind. */
  async #tried(done: Done): Promise<void> {
    try {
      await this.#do(done);
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
    }
  }

  async #do(done: Done): Promise<void> {
    const payer = payers[done.payer] ?? payers[0];
    const own = <One extends { readonly customer: string }>(all: readonly One[]) =>
      all.filter(({ customer }) => customer === payer.customer).at(-1 - (done.of % 3));
    const invoice = own(this.#invoices);
    const payment = own(this.#payments);
    const amount = nanosOf(BigInt(done.minor) * nanosPerMinorUnit(payer.currency));
    const of = { ...payer, amount, invoice, payment, done };
    if (done.deed === 'pay in advance') return this.#payInAdvance(of);
    if (invoice !== undefined) await this.#doAbout(invoice, of);
    if (payment !== undefined) await this.#doWith(payment.id, of);
  }

  async #payInAdvance({ customer, currency, amount, done }: Of): Promise<void> {
    const { books } = this.world;
    // Some nobody knows the payer of, and some is of who was never billed.
    const from = [customer, customer, suspenseOf(done.rail), 'early'][this.#count % 4] ?? customer;
    const { id } = await recordPayerPayment(books, tenant, {
      isCustomer: true,
      ...{ payer: from, currency, amount, rail: done.rail, reference: `a${this.#count}` },
      ...{ receivedAt: this.#at(done.before), timeZone: zone, apply: 'none' },
    });
    this.#payments.push({ id, customer });
  }

  async #doAbout(
    { id: invoice, month }: { readonly id: string; readonly month: number },
    { customer, amount, done }: Of,
  ): Promise<void> {
    const { books } = this.world;
    const key = `k${this.#count}`;
    switch (done.deed) {
      case 'pay':
      case 'pay more': {
        const { id } = await recordPayment(books, tenant, {
          ...{ invoice, rail: done.rail, reference: key, timeZone: zone },
          amount: done.deed === 'pay' ? amount : nanosOf(amount * 10n),
          receivedAt: this.#at(done.before),
        });
        this.#payments.push({ id, customer });
        return;
      }
      case 'credit':
      case 'credit a part': {
        const lines = done.deed === 'credit' ? undefined : [{ line: '1', amount }];
        const request = { invoice, key, reason: 'sorry', lines };
        const policy = aPolicy({ timeZone: zone });
        await creditInvoice(books, tenant, { policy, request });
        return;
      }
      case 'write off':
        await writeOffInvoice(books, tenant, { invoice, reason: 'gone', key, timeZone: zone });
        return;
      case 'void':
      case 'rebill': {
        const afterwards = done.deed === 'void' ? 'forgive' : 'rebill';
        await voidInvoice(books, tenant, { invoice, reason: 'wrong', afterwards, timeZone: zone });
        if (done.deed === 'rebill') await this.#close(month, done.payer);
        return;
      }
      case 'pay in advance':
      case 'apply':
      case 'unapply':
      case 'refund':
      case 'reverse':
        return;
    }
  }

  async #doWith(payment: string, { amount, invoice, done }: Of): Promise<void> {
    const { books } = this.world;
    const key = `k${this.#count}`;
    const timeZone = zone;
    const of = { payment, invoice: invoice?.id ?? '', key, timeZone };
    if (done.deed === 'apply') await applyPayment(books, tenant, of);
    if (done.deed === 'unapply') await unapplyPayment(books, tenant, of);
    const back = { payment, amount, reference: key, timeZone };
    if (done.deed === 'refund') {
      await refundPayment(books, tenant, { ...back, rail: done.rail, refundedAt: this.#at(0) });
    }
    if (done.deed === 'reverse') {
      const reason = 'chargeback' as const;
      const part = done.of % 2 === 0 ? { amount } : { amount: undefined };
      await reversePayment(books, tenant, { ...back, ...part, reason, reversedAt: this.#at(0) });
    }
  }

  readonly #at = (hoursAgo: number) =>
    timestampOf(this.world.time.now - hoursAgo * millisecondsPer.hour);
}

interface Of {
  readonly customer: string;
  readonly currency: Currency;
  readonly amount: ReturnType<typeof nanos>;
  readonly invoice: { readonly id: string } | undefined;
  readonly done: Done;
}

/** Lives through the months, one after another. */
export async function finances(months: readonly MonthOfLife[]) {
  const life = new Finances();
  for (const month of months) await life.live(month);
  return life.world;
}

export async function documentsOf(log: Parameters<typeof journal>[0]): Promise<BooksDocument[]> {
  const documents: BooksDocument[] = [];
  for await (const { document } of journal(log, tenant)) documents.push(document);
  return documents;
}
