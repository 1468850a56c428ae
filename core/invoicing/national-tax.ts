import { rateOn } from '../catalog/exchange-rates.ts';
import type { InvoicingPolicy } from '../catalog/invoicing-policy.ts';
import { nationalCurrency } from '../catalog/national-currency.ts';
import type { NationalTax } from '../contract/invoices/national-tax.ts';
import { type Currency, currencyFrom } from '../kernel/currency.ts';
import { decimalFrom, decimalPlaces, decimalText } from '../kernel/decimal.ts';
import { invariant } from '../kernel/invariant.ts';
import { currencyText, type Nanos, nanosOf, nanosPerMinorUnit } from '../kernel/money.ts';
import { halfAwayFromZero } from '../kernel/rounding.ts';

/** The tax in the currency of the seller's country; undefined where none is asked for, or no rate is known. */
export function nationalTax(
  { tax, currency }: { readonly tax: Nanos; readonly currency: Currency },
  { seller, exchangeRates = [] }: Pick<InvoicingPolicy, 'seller' | 'exchangeRates'>,
  day: string,
): NationalTax | undefined {
  const national = nationalCurrency(seller);
  if (national === undefined || national === currency || tax === 0n) return undefined;
  const found = rateOn(exchangeRates, currency, day);
  if (found === undefined) return undefined;
  const rate = decimalText(found.rate);
  const said = { currency: national, rate, rateFrom: found.from };
  return { ...said, amount: currencyText(exchanged(tax, said), national) };
}

/** What a credit note takes off it, at the invoice's rate: so that part by part they come to the invoice's own. */
export function creditedNationalTax(
  invoiced: NationalTax,
  tax: { readonly before: Nanos; readonly credited: Nanos },
): NationalTax {
  const currency = currencyFrom(invoiced.currency);
  invariant(currency !== undefined, `tax is stated in a currency, got ${invoiced.currency}`);
  const upTo = exchanged(nanosOf(tax.before + tax.credited), invoiced);
  const amount = nanosOf(upTo - exchanged(tax.before, invoiced));
  return { ...invoiced, amount: currencyText(amount, currency) };
}

/** In whole minor units, rounded half away from zero. */
function exchanged(tax: Nanos, { currency, rate }: Pick<NationalTax, 'currency' | 'rate'>): Nanos {
  const [known, decimal] = [currencyFrom(currency), decimalFrom(rate)];
  invariant(
    known !== undefined && decimal !== undefined,
    `a rate is kept, got ${rate} ${currency}`,
  );
  const unit = nanosPerMinorUnit(known);
  const one = 10n ** BigInt(decimalPlaces);
  return nanosOf(halfAwayFromZero(tax * decimal, one * unit) * unit);
}
