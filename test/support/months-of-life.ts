import { expect } from '@jest/globals';
import fc from 'fast-check';
import type { Books } from '../../core/books/books.ts';
import type { ClosingDocument } from '../../core/books/document.ts';
import type { Invoice } from '../../core/contract/invoices/invoice.ts';
import { billingPeriod } from '../../core/invoicing/billing-period.ts';
import { closePeriods } from '../../core/invoicing/close-periods.ts';
import type { ClosingRequest } from '../../core/invoicing/closing-request.ts';
import { creditInvoice } from '../../core/invoicing/credit-invoice.ts';
import type { RatedCharge } from '../../core/invoicing/reckoning.ts';
import { voidInvoice } from '../../core/invoicing/void-invoice.ts';
import { laterMonth, type Month, monthFrom } from '../../core/kernel/month.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { utc } from '../../core/kernel/time-zone.ts';
import { timestampFrom, timestampOf } from '../../core/kernel/timestamp.ts';
import { recordPayment } from '../../core/payments/record-payment.ts';
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
const prices = ['0.001', '0.00000001', '0.000000000001', '0.123456789012', '7.5', '-0.02'];
export const taxCodes = ['standard', 'reduced', 'press'];

const deeds = ['nothing', 'nothing', 'pay', 'credit', 'credit a part', 'void', 'rebill'] as const;
const fee = fc.constantFrom('0', '5.999', '31', '0.333333333333');

/**
 * What happens in one month: usage by charge, usage of an earlier month that changes, a fee, and what people do about
 * an invoice.
 */
export const aMonthOfLife = fc.record({
  quantities: fc.array(fc.integer({ min: -300, max: 90_000 }), { minLength: 6, maxLength: 6 }),
  late: fc.option(
    fc.record({
      monthsAgo: fc.integer({ min: 1, max: 3 }),
      charge: fc.nat(5),
      by: fc.integer({ min: -5000, max: 5000 }),
    }),
    { nil: undefined },
  ),
  standardRate: fc.constantFrom('19', '19', '16'),
  deed: fc.constantFrom(...deeds),
  /** Whether that is about the invoice of the month before, once this one is closed. */
  isOfLast: fc.boolean(),
  /** The fee of the month, as it is charged with the month before, and as it is in the end. */
  fees: fc.record({ ahead: fee, own: fee }),
});

export type MonthOfLife = typeof aMonthOfLife extends fc.Arbitrary<infer Value> ? Value : never;

export const chargesOf = (quantities: readonly number[]): RatedCharge[] =>
  quantities.map((quantity, index) =>
    aCharge(String(quantity), prices[index] ?? '0', {
      key: `charge ${index}`,
      meter: `meter ${index}`,
      taxCode: taxCodes[index % taxCodes.length] ?? '',
    }),
  );

const monthAt = (month: number): Month => laterMonth(monthFrom('2026-01'), month);

async function deedsOn(
  books: Books,
  deed: MonthOfLife['deed'],
  invoice: { readonly id: string; readonly content: Invoice },
): Promise<void> {
  const { id, content } = invoice;
  switch (deed) {
    case 'nothing':
      return;
    case 'pay': {
      const receivedAt = timestampFrom(content.issuedAt ?? '') ?? timestampOf(0);
      const payment = { rail: 'card', reference: 'r', receivedAt };
      await recordPayment(books, tenant, { ...payment, invoice: id, amount: nanos('0.05') });
      return;
    }
    case 'credit':
    case 'credit a part': {
      const [first] = content.lines.filter(({ amount }) => nanos(amount) > 0n);
      const part = first === undefined ? [] : [{ line: first.id, amount: nanos('0.01') }];
      const lines = deed === 'credit' ? undefined : part;
      const request = { invoice: id, key: 'k', reason: 'sorry', lines };
      await creditInvoice(books, tenant, { policy: aPolicy(), request });
      return;
    }
    case 'void':
    case 'rebill': {
      const afterwards = deed === 'void' ? 'forgive' : 'rebill';
      await voidInvoice(books, tenant, { invoice: id, reason: 'wrong', afterwards });
    }
  }
}

/** A customer's two years, month by month. */
class Life {
  readonly world = someBooks();
  /** By month and charge, as they are known by now. */
  readonly #quantities: number[][] = [];
  /** By month. */
  readonly #rates: string[] = [];
  readonly #fees: MonthOfLife['fees'][];
  readonly #invoices: (ClosingDocument | undefined)[] = [];
  #forgiven = 0n;

  constructor(fees: readonly MonthOfLife['fees'][]) {
    this.#fees = [...fees];
  }

  async live({ quantities, late, standardRate, deed, isOfLast }: MonthOfLife): Promise<void> {
    const month = this.#quantities.length;
    this.#quantities.push([...quantities]);
    this.#rates.push(standardRate);
    const changed = late === undefined ? undefined : this.#quantities[month - late.monthsAgo];
    if (late !== undefined && changed !== undefined) {
      changed[late.charge] = (changed[late.charge] ?? 0) + late.by;
    }
    this.#invoices.push(await this.#close(month));
    await this.#act(deed, isOfLast ? month - 1 : month);
  }

  async #act(deed: MonthOfLife['deed'], month: number): Promise<void> {
    const closing = this.#invoices[month];
    if (closing?.kind !== 'invoice') return;
    const content = JSON.parse(closing.content) as Invoice;
    expectBreakdowns(content);
    if (!(await this.#isDone(deed, { id: closing.id, content }))) return;
    if (deed === 'void') this.#forgiven += closing.recognised;
    if (deed === 'void' || deed === 'rebill') this.#invoices[month] = undefined;
    if (deed === 'rebill') this.#invoices[month] = await this.#close(month);
  }

  /** What all usage was worth by quantity and price alone, less what was forgiven. */
  worth(): bigint {
    const charges = this.#quantities.flatMap((_, month) => this.#charges(month));
    return charges.reduce((sum, { exact }) => sum + exact, 0n) - this.#forgiven;
  }

  async #close(month: number): Promise<ClosingDocument | undefined> {
    const { books, clock, time } = this.world;
    time.now = timestampOf(Math.max(time.now, billingPeriod(monthAt(month), utc).end + 1));
    const [outcome] = await closePeriods({ books, clock }, tenant, [this.#request(month)]);
    return outcome?.status === 'closed' ? outcome.document : undefined;
  }

  #request(month: number): ClosingRequest {
    const taxes = taxesAt(this.#rates[month] ?? '');
    const reckoning = (of: number) => ({
      ...aMonth(monthAt(of), this.#charges(of)),
      taxes: taxesAt(this.#rates[of] ?? ''),
    });
    return aClosing({
      terms: someTerms({ minimumCharge: nanos('5'), taxes }),
      policy: aPolicy({ bounds: undefined }),
      current: reckoning(month),
      earlier: [1, 2, 3]
        .map((ago) => month - ago)
        .filter((earlier) => earlier >= 0)
        .map(reckoning),
      advance: [aMonth(monthAt(month + 1), this.#ahead(month + 1))],
    });
  }

  #charges(month: number): readonly RatedCharge[] {
    const { own = '0' } = this.#fees[month] ?? {};
    return [...chargesOf(this.#quantities[month] ?? []), aFee(own)];
  }

  #ahead(month: number): readonly RatedCharge[] {
    // A month that is closed by now is charged what it came to.
    const { ahead, own } = this.#fees[month] ?? { ahead: '0', own: '0' };
    return [aFee(this.#quantities.length > month ? own : ahead)];
  }

  /** Some deeds are refused, as a credit of nothing: the books must not mind. */
  async #isDone(deed: MonthOfLife['deed'], invoice: Parameters<typeof deedsOn>[2]) {
    try {
      await deedsOn(this.world.books, deed, invoice);
      return true;
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      return false;
    }
  }
}

const taxesAt = (standardRate: string) =>
  new Map([
    ['standard', vat(standardRate)],
    ['reduced', vat('7')],
    ['press', vat('7')],
  ]);

/** EN 16931: a breakdown for each category and rate, over the lines of that, and a total of all (BR-S-08, BR-CO-15). */
function expectBreakdowns({ lines, taxes, subtotal, total }: Invoice): void {
  const sum = (texts: readonly string[]) => texts.reduce((all, text) => all + nanos(text), 0n);
  const byTax = Map.groupBy(
    lines,
    ({ taxCategory, taxRate }) => `${taxCategory ?? ''} ${taxRate ?? ''}`,
  );
  const bases = [...byTax].map(([name, own]) => [name, sum(own.map(({ amount }) => amount))]);
  const stated = taxes.map(({ category, rate, base }) => [`${category} ${rate}`, nanos(base)]);
  expect(Object.fromEntries(stated)).toEqual(Object.fromEntries(bases));
  expect(nanos(total)).toBe(nanos(subtotal) + sum(taxes.map(({ amount }) => amount)));
}

/** Lives through the months, and one more without usage, that picks up what came late for the ones before. */
export async function life(months: readonly MonthOfLife[]) {
  const one = new Life(months.map(({ fees }) => fees));
  for (const month of months) await one.live(month);
  await one.live({
    quantities: [0, 0, 0, 0, 0, 0],
    late: undefined,
    standardRate: '19',
    deed: 'nothing',
    isOfLast: false,
    fees: { ahead: '0', own: '0' },
  });
  return { ...one.world, worth: one.worth() };
}
