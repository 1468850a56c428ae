import { nationalCurrency } from '../catalog/national-currency.ts';
import type { CreditNote, Invoice, InvoiceTax } from '../contract/invoices/invoice.ts';
import { type Currency, currencyFrom } from '../kernel/currency.ts';
import { decimalFrom, decimalPlaces } from '../kernel/decimal.ts';
import { invariant } from '../kernel/invariant.ts';
import { apportioned } from '../kernel/largest-remainder.ts';
import { nanosFrom, nanosPerMinorUnit } from '../kernel/money.ts';
import { halfAwayFromZero } from '../kernel/rounding.ts';

/** A breakdown of tax in the currency that the seller declares it in, in nanos. */
export interface NationalFigures {
  readonly currency: Currency;
  readonly base: bigint;
  readonly tax: bigint;
}

const one = 10n ** BigInt(decimalPlaces);

/**
 * Each tax of a document in the currency of the seller's country: as it is, where it is billed in that; else at the
 * rate that the document says, and all together what it says. Undefined of a document without a rate, whose taxes are
 * zero, and of sellers outside the Union.
 */
export function nationalFigures({
  seller,
  currency,
  taxes,
  nationalTax,
}: Pick<Invoice | CreditNote, 'seller' | 'taxes' | 'nationalTax'> & {
  readonly currency: string;
}): readonly (NationalFigures | undefined)[] {
  if (nationalTax === undefined) {
    const home = nationalCurrency(seller);
    return taxes.map((tax) => (home === currency ? asTheyAre(tax, home) : undefined));
  }
  const [national, rate] = [currencyFrom(nationalTax.currency), decimalFrom(nationalTax.rate)];
  invariant(national !== undefined && rate !== undefined, 'a document says a rate that it was by');
  const unit = nanosPerMinorUnit(national);
  const shares = apportioned(
    taxes.map(({ amount }) => nanosOfText(amount) * rate),
    { unit: unit * one, totalUnits: nanosOfText(nationalTax.amount) / unit },
  );
  return taxes.map(({ base }, index) => ({
    currency: national,
    base: halfAwayFromZero(nanosOfText(base) * rate, one * unit) * unit,
    tax: (shares[index] ?? 0n) * unit,
  }));
}

const asTheyAre = ({ base, amount }: InvoiceTax, currency: Currency): NationalFigures => ({
  ...{ currency, base: nanosOfText(base), tax: nanosOfText(amount) },
});

function nanosOfText(text: string): bigint {
  const amount = nanosFrom(text);
  invariant(amount !== undefined, `an amount that was issued is a decimal, got ${text}`);
  return amount;
}
