import { rateOn } from '../catalog/exchange-rates.ts';
import type { InvoicingPolicy } from '../catalog/invoicing-policy.ts';
import { nationalCurrency } from '../catalog/national-currency.ts';
import type { Party, TaxCategory } from '../contract/invoices/invoice.ts';
import type { Currency } from '../kernel/currency.ts';
import { nanosPerMinorUnit } from '../kernel/money.ts';
import { isVatNumber } from '../kernel/vat-number.ts';
import type { Composed } from './compose.ts';
import { electronicObstacles } from './electronic-obstacles.ts';
import { type ClosingParties, invoiceContent } from './invoice-content.ts';

/** Up to so much, in EUR, an invoice in the Union may be a simplified one, without the buyer (Articles 220a, 226b). */
const SIMPLIFIED_MAX = 10_000n * nanosPerMinorUnit('EUR');

const acrossBorders: ReadonlySet<TaxCategory> = new Set(['AE', 'K', 'G']);

/**
 * What an invoice lacks that the law asks for, or the profile of its UBL, once it is issued for good, on a day;
 * undefined where it lacks nothing.
 */
export function missingOnInvoice(
  result: Composed,
  parties: ClosingParties,
  day: string,
): string | undefined {
  if (result.result !== 'invoice') return undefined;
  const lawful = missingByLaw(result, parties, day);
  const missing = [...(lawful === undefined ? [] : [lawful]), ...missingInUbl(result, parties)];
  return missing.length === 0 ? undefined : missing.join('; ');
}

/** Who asks for a profile wants its UBL: the invoice is drafted, to see whether there can be any. */
function missingInUbl(result: Composed, parties: ClosingParties): readonly string[] {
  const { ublProfile = 'en16931' } = parties.terms;
  if (ublProfile === 'en16931') return [];
  const draft = invoiceContent('', result, parties);
  return electronicObstacles({ ...draft, number: '', issueDate: '' }, ublProfile);
}

/** Only what is taxed is looked at: who is outside the scope of tax writes what it likes. */
function missingByLaw(
  { taxes, total }: Pick<Composed, 'taxes' | 'total'>,
  { terms: { buyer, currency }, policy }: ClosingParties,
  day: string,
): string | undefined {
  const { seller } = policy;
  const taxed = taxes.filter(({ category }) => category !== 'O');
  if (taxed.length === 0) return undefined;
  const crossing = taxed.find(({ category }) => acrossBorders.has(category))?.category;
  const unknown = crossing === undefined ? undefined : missingNumber(crossing, buyer, seller);
  if (unknown !== undefined) return unknown;
  const national = nationalCurrency(seller);
  if (national !== undefined && crossing === 'G') return exported;
  const isSimplified = crossing === undefined && currency === 'EUR' && total <= SIMPLIFIED_MAX;
  if (national === undefined || isSimplified) return undefined;
  if (buyer.address === undefined) {
    return 'give the customer an address: an invoice of more than 100 EUR, or across borders, names it (Article 226 of 2006/112/EC)';
  }
  return missingRate(taxed, { currency, national }, { policy, day });
}

/** Tax that is due is said in the currency of the seller's country. */
function missingRate(
  taxed: Composed['taxes'],
  { currency, national }: { readonly currency: Currency; readonly national: Currency },
  { policy, day }: { readonly policy: InvoicingPolicy; readonly day: string },
): string | undefined {
  const isTaxDue = taxed.some(({ amount }) => amount !== 0n);
  if (!isTaxDue || currency === national) return undefined;
  if (rateOn(policy.exchangeRates ?? [], currency, day) !== undefined) return undefined;
  return `bill in ${national}, or put the rate of ${currency} into exchangeRates of the billing settings: an invoice says its tax in ${national}, the currency of its seller's country (Article 230 of 2006/112/EC), and there is no rate of the 31 days until ${day}`;
}

const exported =
  'tax it in category O, outside the scope, or AE, under the reverse charge: G is of goods that leave the Union, and what is billed by use is a service (Articles 44, 59 and 146 of 2006/112/EC)';

/** Reverse charge and supply within the Union are between businesses that show who they are. */
function missingNumber(category: TaxCategory, buyer: Party, seller: Party): string | undefined {
  const needed = (who: string, { taxNumber = 'none' }: Party) =>
    `give the ${who} a VAT number with its country's prefix: category ${category} needs it, got ${taxNumber}`;
  if (!isVatNumber(seller.taxNumber ?? '')) return needed('seller', seller);
  const isRegistered = category === 'AE' && buyer.registrationNumber !== undefined;
  if (category === 'G' || isRegistered || isVatNumber(buyer.taxNumber ?? '')) return undefined;
  return needed('customer', buyer);
}
