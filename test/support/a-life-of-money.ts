import fc from 'fast-check';
import type { BooksDocument } from '../../core/books/document.ts';
import { journal } from '../../core/books/reading.ts';
import { creditInvoice } from '../../core/invoicing/credit-invoice.ts';
import { voidInvoice } from '../../core/invoicing/void-invoice.ts';
import { nanosOf, nanosText } from '../../core/kernel/money.ts';
import { suspenseOf } from '../../core/kernel/payer.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { applyPayment, unapplyPayment } from '../../core/payments/apply-payment.ts';
import { movePayment } from '../../core/payments/move-payment.ts';
import { recordPayerPayment } from '../../core/payments/record-payer-payment.ts';
import { recordPayment } from '../../core/payments/record-payment.ts';
import { refundPayment } from '../../core/payments/refund-payment.ts';
import { reversePayment } from '../../core/payments/reverse-payment.ts';
import { writeOffInvoice } from '../../core/payments/write-off-invoice.ts';
import { aPolicy, someBooks } from '../fixtures/invoicing.ts';
import { euro, in2027, invoiceOf, tenant } from './a-payer-in-books.ts';

/** Books in which something happens to money, and how often that was refused. */
export class MoneyLife {
  readonly world = someBooks(in2027);
  readonly #months = new Map<string, number>();
  refused = 0;

  async documents(): Promise<BooksDocument[]> {
    const all: BooksDocument[] = [];
    for await (const { document } of journal(this.world.log, tenant)) all.push(document);
    return all;
  }

  /** The id of the document of a kind at a place, as far as that goes around. */
  async at(kind: BooksDocument['kind'], place: number): Promise<string> {
    const ids = (await this.documents()).filter((one) => one.kind === kind).map(({ id }) => id);
    return ids[place % Math.max(ids.length, 1)] ?? 'none';
  }

  monthOf(payer: string): number {
    const month = (this.#months.get(payer) ?? 0) + 1;
    this.#months.set(payer, month);
    return month;
  }

  /** What is refused changes nothing. */
  async hear(told: Told): Promise<void> {
    try {
      await told(this);
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      this.refused += 1;
    }
  }
}

/** Something that is told of money, or of an invoice. */
export type Told = (life: MoneyLife) => Promise<unknown>;

const CENT = 10n ** 7n;
const cents = fc.integer({ min: 1, max: 4_000 }).map((count) => nanosOf(BigInt(count) * CENT));
const some = fc.option(cents, { nil: undefined });
const nth = fc.nat({ max: 11 });
/** Who is billed, and who pays before that, or is not known. */
const payer = fc.constantFrom('press', 'radio');
const anybody = fc.constantFrom('press', 'radio', 'early', suspenseOf('bank'));
const word = fc.constantFrom('a', 'b', 'c', 'd');
const rail = 'bank';

const closed = fc.record({ payer, cents }).map(({ payer: customer, cents: total }): Told => {
  return async (life) => {
    const month = life.monthOf(customer);
    if (month > 12) return;
    await invoiceOf(life.world, { month, amount: nanosText(total), customer });
  };
});

const received = fc
  .record({ from: anybody, cents, word, isKept: fc.boolean(), isCustomer: fc.boolean() })
  .map(({ from, cents: amount, word: reference, isKept, isCustomer }): Told => {
    return ({ world: { books, time } }) =>
      recordPayerPayment(books, tenant, {
        ...{ payer: from, currency: euro, rail, reference, amount, receivedAt: time.now },
        isCustomer,
        apply: isKept ? 'none' : 'oldest',
      });
  });

const paid = fc
  .record({ nth, cents, word })
  .map(({ nth: place, cents: amount, word: reference }): Told => {
    return async (life) => {
      const { books, time } = life.world;
      const invoice = await life.at('invoice', place);
      await recordPayment(books, tenant, {
        invoice,
        rail,
        reference,
        amount,
        receivedAt: time.now,
      });
    };
  });

const moved = [applyPayment, unapplyPayment].map((way) =>
  fc
    .record({ nth, other: nth, some, word })
    .map(({ nth: place, other, some: amount, word: key }): Told => {
      return async (life) => {
        const payment = await life.at('payment', place);
        const invoice = await life.at('invoice', other);
        await way(life.world.books, tenant, { payment, invoice, amount, key });
      };
    }),
);

const refunded = fc
  .record({ nth, cents, word })
  .map(({ nth: place, cents: amount, word: reference }): Told => {
    return async (life) => {
      const { books, time } = life.world;
      const payment = await life.at('payment', place);
      const asked = { payment, amount, rail, reference, refundedAt: time.now };
      await refundPayment(books, tenant, asked);
    };
  });

const reversed = fc
  .record({ nth, some, word })
  .map(({ nth: place, some: amount, word: reference }): Told => {
    return async (life) => {
      const { books, time } = life.world;
      const payment = await life.at('payment', place);
      const asked = { payment, amount, reference, reversedAt: time.now };
      await reversePayment(books, tenant, { ...asked, reason: 'other' });
    };
  });

const toAnother = fc
  .record({ nth, to: anybody, some, word, isCustomer: fc.boolean() })
  .map(({ nth: place, to, some: amount, word: reference, isCustomer }): Told => {
    return async (life) => {
      const payment = await life.at('payment', place);
      const move = { payment, payer: to, amount, reference, isCustomer };
      await movePayment(life.world.books, tenant, move);
    };
  });

const writtenOff = fc.record({ nth, word }).map(({ nth: place, word: key }): Told => {
  return async (life) => {
    const invoice = await life.at('invoice', place);
    await writeOffInvoice(life.world.books, tenant, { invoice, reason: 'insolvent', key });
  };
});

const credited = fc
  .record({ nth, cents, word })
  .map(({ nth: place, cents: amount, word: key }): Told => {
    return async (life) => {
      const invoice = await life.at('invoice', place);
      const request = { invoice, key, reason: 'an outage', lines: [{ line: '1', amount }] };
      await creditInvoice(life.world.books, tenant, { policy: aPolicy(), request });
    };
  });

const voided = nth.map((place): Told => {
  return async (life) => {
    const invoice = await life.at('invoice', place);
    await voidInvoice(life.world.books, tenant, {
      invoice,
      reason: 'wrong',
      afterwards: 'forgive',
    });
  };
});

/** Anything that is told of money. */
export const told: fc.Arbitrary<Told> = fc.oneof(
  { weight: 3, arbitrary: closed },
  { weight: 4, arbitrary: received },
  { weight: 2, arbitrary: paid },
  ...moved.map((arbitrary) => ({ weight: 2, arbitrary })),
  refunded,
  reversed,
  toAnother,
  writtenOff,
  credited,
  voided,
);
