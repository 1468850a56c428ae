import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Books } from '../../../core/books/books.ts';
import { checkBooks } from '../../../core/books/check.ts';
import type { BooksDocument, ClosingDocument } from '../../../core/books/document.ts';
import { monthOf } from '../../../core/books/kinds/kinds.ts';
import { journal } from '../../../core/books/reading.ts';
import type { Invoice } from '../../../core/contract/invoices/invoice.ts';
import { billingPeriod } from '../../../core/invoicing/billing-period.ts';
import { type ClosingRequest, closePeriods } from '../../../core/invoicing/close-periods.ts';
import { creditInvoice } from '../../../core/invoicing/credit-invoice.ts';
import type { RatedCharge } from '../../../core/invoicing/reckoning.ts';
import { voidInvoice } from '../../../core/invoicing/void-invoice.ts';
import { exactFromNanos } from '../../../core/kernel/money.ts';
import { laterMonth, type Month, monthFrom } from '../../../core/kernel/month.ts';
import { Rejection } from '../../../core/kernel/rejection.ts';
import { utc } from '../../../core/kernel/time-zone.ts';
import { timestampFrom, timestampOf } from '../../../core/kernel/timestamp.ts';
import { recordPayment } from '../../../core/payments/record-payment.ts';
import { InMemoryBooksCells } from '../../fakes/books.ts';
import {
  aCharge,
  aClosing,
  aMonth,
  aPolicy,
  nanos,
  someBooks,
  someTerms,
  vat,
} from '../../fixtures/invoicing.ts';

const MONTHS = 24;
const tenant = 'acme';
const prices = ['0.001', '0.00000001', '0.000000000001', '0.123456789012', '7.5', '-0.02'];
const taxCodes = ['standard', 'reduced', 'press'];

/**
 * What happens in one month: usage by charge, usage of an earlier month that changes, and what people do about an
 * invoice.
 */
const aMonthOfLife = fc.record({
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
  deed: fc.constantFrom('nothing', 'nothing', 'pay', 'credit', 'credit a part', 'void', 'rebill'),
});

type MonthOfLife = typeof aMonthOfLife extends fc.Arbitrary<infer Value> ? Value : never;

const chargesOf = (quantities: readonly number[]): RatedCharge[] =>
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
  #forgiven = 0n;

  async live({ quantities, late, standardRate, deed }: MonthOfLife): Promise<void> {
    const month = this.#quantities.length;
    this.#quantities.push([...quantities]);
    this.#rates.push(standardRate);
    const changed = late === undefined ? undefined : this.#quantities[month - late.monthsAgo];
    if (late !== undefined && changed !== undefined) {
      changed[late.charge] = (changed[late.charge] ?? 0) + late.by;
    }
    const closing = await this.#close(month);
    if (closing?.kind !== 'invoice') return;
    const content = JSON.parse(closing.content) as Invoice;
    expectBreakdowns(content);
    if (!(await this.#isDone(deed, { id: closing.id, content }))) return;
    if (deed === 'void') this.#forgiven += closing.recognised;
    if (deed === 'rebill') await this.#close(month);
  }

  /** What all usage was worth by quantity and price alone, less what was forgiven. */
  worth(): bigint {
    const charges = this.#quantities.flatMap(chargesOf);
    return charges.reduce((sum, { exact }) => sum + exact, 0n) - this.#forgiven;
  }

  async #close(month: number): Promise<ClosingDocument | undefined> {
    const { books, clock, time } = this.world;
    time.now = timestampOf(billingPeriod(monthAt(month), utc).end + 1);
    const [outcome] = await closePeriods({ books, clock }, tenant, [this.#request(month)]);
    return outcome?.status === 'closed' ? outcome.document : undefined;
  }

  #request(month: number): ClosingRequest {
    const taxes = taxesAt(this.#rates[month] ?? '');
    const reckoning = (of: number) => ({
      ...aMonth(monthAt(of), chargesOf(this.#quantities[of] ?? [])),
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
    });
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
async function life(months: readonly MonthOfLife[]) {
  const one = new Life();
  for (const month of months) await one.live(month);
  await one.live({
    quantities: [0, 0, 0, 0, 0, 0],
    late: undefined,
    standardRate: '19',
    deed: 'nothing',
  });
  return { ...one.world, worth: one.worth() };
}

/** Invoiced less void, and carried, in 1e-24. */
function accounted(documents: readonly BooksDocument[]) {
  let invoiced = 0n;
  let carried = 0n;
  for (const document of documents) {
    if (document.kind === 'invoice') invoiced += exactFromNanos(document.subtotal);
    if (document.kind === 'void') invoiced -= exactFromNanos(document.subtotal);
    for (const change of monthOf(document)?.carry ?? []) {
      carried += exactFromNanos(change.out) + change.residueOut;
      carried -= exactFromNanos(change.in) + change.residueIn;
    }
  }
  return invoiced + carried;
}

async function documentsOf(log: Parameters<typeof journal>[0]): Promise<BooksDocument[]> {
  const documents: BooksDocument[] = [];
  for await (const { document } of journal(log, tenant)) documents.push(document);
  return documents;
}

describe('over two years of usage, refunds, late usage, credits, payments and voids', () => {
  it('what was used is what is invoiced plus what is carried, to the last place', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(aMonthOfLife, { minLength: MONTHS, maxLength: MONTHS }),
        async (months) => {
          const { log, cells, clock, worth } = await life(months);

          expect(accounted(await documentsOf(log))).toBe(worth);
          expect(await checkBooks({ log, cells }, tenant)).toMatchObject({ faults: [] });
          const rebuilt = new InMemoryBooksCells();
          await new Books({ log, cells: rebuilt, clock }).catchUp(tenant);
          expect(rebuilt.snapshot()).toBe(cells.snapshot());
        },
      ),
      { numRuns: 25 },
    );
  }, 240_000);

  it('for example 0.000000000001 for each of 90,000 views a month is charged for in the end', async () => {
    const months = Array.from({ length: MONTHS }, () => ({
      quantities: [0, 0, 90_000, 0, 0, 0],
      late: undefined,
      standardRate: '19' as const,
      deed: 'nothing' as const,
    }));

    const { log, worth } = await life(months);

    expect(worth).toBe(90_000n * 24n * 10n ** 12n);
    expect(accounted(await documentsOf(log))).toBe(worth);
  });

  it('gives each line its cents so that lines add up to the subtotal, each less than a cent away', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -500, max: 5_000_000 }), { minLength: 6, maxLength: 6 }),
        async (quantities) => {
          const { books, clock } = someBooks();

          const [outcome] = await closePeriods({ books, clock }, tenant, [
            aClosing({
              terms: someTerms({
                taxes: new Map(taxCodes.map((code) => [code, vat('19')])),
              }),
              current: aMonth('2026-01', chargesOf(quantities)),
            }),
          ]);

          if (outcome?.status !== 'closed' || outcome.document.kind !== 'invoice') return;
          const { lines, subtotal } = JSON.parse(outcome.document.content) as Invoice;
          const sum = (texts: readonly string[]) =>
            texts.reduce((all, text) => all + nanos(text), 0n);
          expect(sum(lines.map(({ amount }) => amount))).toBe(nanos(subtotal));
          expect(sum(lines.map(({ exactAmount }) => exactAmount))).toBe(nanos(subtotal));
          for (const { amount, exactAmount } of lines) {
            const away = nanos(amount) - nanos(exactAmount);
            expect(away < nanos('0.01') && away > nanos('-0.01')).toBe(true);
          }
        },
      ),
      { numRuns: 60 },
    );
  }, 120_000);
});
