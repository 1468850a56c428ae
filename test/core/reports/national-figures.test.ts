import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { InvoiceTax } from '../../../core/contract/invoices/invoice.ts';
import { creditedNationalTax, nationalTax } from '../../../core/invoicing/national-tax.ts';
import { currencyText, nanosFrom, nanosOf } from '../../../core/kernel/money.ts';
import { nationalFigures } from '../../../core/reports/national-figures.ts';
import { aPolicy, decimal } from '../../fixtures/invoicing.ts';
import { aCreditNote, anInvoice, aSeller } from '../documents/a-document.ts';

const cent = 10_000_000n;
const aTax = (base: bigint, amount: bigint, rate = '19'): InvoiceTax => ({
  ...{ code: `t${rate}`, codes: [`t${rate}`], category: 'S', rate },
  base: currencyText(nanosOf(base * cent), 'USD'),
  amount: currencyText(nanosOf(amount * cent), 'USD'),
});
const sumOf = (figures: ReturnType<typeof nationalFigures>): bigint =>
  figures.reduce((sum, one) => sum + (one?.tax ?? 0n), 0n);

describe('the taxes of a document in the currency that they are declared in', () => {
  it('are as they are where it is billed in that', () => {
    const [figures] = nationalFigures(anInvoice());

    expect(figures).toEqual({ currency: 'EUR', base: 1230n * cent, tax: 234n * cent });
  });

  it('are at its own rate, and together what it says, to the cent', () => {
    const taxes = [aTax(1000n, 190n), aTax(1000n, 70n, '7'), aTax(-100n, -19n, '20')];
    const said = { currency: 'EUR', rate: '0.8567', rateFrom: '2026-07-01', amount: '2.06' };

    const figures = nationalFigures(anInvoice({ currency: 'USD', taxes, nationalTax: said }));

    expect(figures).toEqual([
      { currency: 'EUR', base: 857n * cent, tax: 163n * cent },
      { currency: 'EUR', base: 857n * cent, tax: 60n * cent },
      { currency: 'EUR', base: -86n * cent, tax: -17n * cent },
    ]);
  });

  it('are unknown where it says no rate, as it has no tax, and of sellers outside the Union', () => {
    const { address: _, ...elsewhere } = aSeller;

    expect(nationalFigures(anInvoice({ currency: 'USD' }))).toEqual([undefined]);
    expect(nationalFigures(anInvoice({ seller: elsewhere }))).toEqual([undefined]);
  });

  it('add up to what invoices and their credit notes say, whatever they are', () => {
    const tax = fc.record({
      base: fc.bigInt(-1_000_000_000n, 1_000_000_000n),
      rate: fc.constantFrom(19n, 7n),
    });
    fc.assert(
      fc.property(
        fc.array(tax, { minLength: 1, maxLength: 5 }),
        fc.bigInt(1n, 10n ** 7n),
        fc.integer({ min: 0, max: 100 }),
        (some, rate, percent) => {
          const taxes = some.map(({ base, rate: of }, index) =>
            aTax(base, (base * of) / 100n, String(index)),
          );
          const total = taxes.reduce((sum, { amount }) => sum + (nanosFrom(amount) ?? 0n), 0n);
          const rateText = `${rate / 1_000_000n}.${String(rate % 1_000_000n).padStart(6, '0')}`;
          const exchangeRates = [
            { currency: 'USD', from: '2026-07-01', rate: decimal(rateText) } as const,
          ];
          const policy = aPolicy({ seller: aSeller, exchangeRates });
          const said = nationalTax({ tax: nanosOf(total), currency: 'USD' }, policy, '2026-07-02');
          fc.pre(said !== undefined);

          const invoice = anInvoice({ currency: 'USD', taxes, nationalTax: said });
          expect(sumOf(nationalFigures(invoice))).toBe(nanosFrom(said.amount));

          const parts = taxes.map((one) =>
            aTax(0n, ((nanosFrom(one.amount) ?? 0n) / cent / 100n) * BigInt(percent), one.rate),
          );
          const credited = parts.reduce((sum, { amount }) => sum + (nanosFrom(amount) ?? 0n), 0n);
          const before = nanosOf(cent * 3n);
          const back = creditedNationalTax(said, { before, credited: nanosOf(credited) });
          const note = aCreditNote({ currency: 'USD', taxes: parts, nationalTax: back });
          expect(sumOf(nationalFigures(note))).toBe(nanosFrom(back.amount));
        },
      ),
      { numRuns: 100 },
    );
  });
});
