import type { InvoicingPolicy } from '../catalog/invoicing-policy.ts';
import type { Party, TaxCategory } from '../contract/invoices/invoice.ts';
import { countriesOfTheUnion } from '../kernel/countries.ts';
import { nanosPerMinorUnit } from '../kernel/money.ts';
import { isVatNumber } from '../kernel/vat-number.ts';
import type { Composed } from './compose.ts';
import { electronicObstacles } from './electronic-obstacles.ts';
import { type ClosingParties, invoiceContent } from './invoice-content.ts';
import type { CustomerTerms } from './terms.ts';

/** Up to so much, in EUR, an invoice in the Union may be a simplified one, without the buyer (Articles 220a, 226b). */
const SIMPLIFIED_MAX = 10_000n * nanosPerMinorUnit('EUR');

const acrossBorders: ReadonlySet<TaxCategory> = new Set(['AE', 'K', 'G']);

/**
 * What an invoice lacks that the law asks for, or the profile of its UBL, once it is issued for good; undefined where
 * it lacks nothing.
 */
export function missingOnInvoice(result: Composed, parties: ClosingParties): string | undefined {
  if (result.result !== 'invoice') return undefined;
  const lawful = missingByLaw(result, parties.terms, parties.policy);
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
  { buyer, currency }: CustomerTerms,
  { seller }: InvoicingPolicy,
): string | undefined {
  const taxed = taxes.filter(({ category }) => category !== 'O');
  if (taxed.length === 0) return undefined;
  const crossing = taxed.find(({ category }) => acrossBorders.has(category))?.category;
  const unknown = crossing === undefined ? undefined : missingNumber(crossing, buyer, seller);
  if (unknown !== undefined) return unknown;
  const home = seller.address?.country ?? '';
  const isSimplified = crossing === undefined && currency === 'EUR' && total <= SIMPLIFIED_MAX;
  if (!countriesOfTheUnion.has(home) || isSimplified) return undefined;
  if (buyer.address === undefined) {
    return 'give the customer an address: an invoice of more than 100 EUR, or across borders, names it (Article 226 of 2006/112/EC)';
  }
  const isTaxDue = taxed.some(({ amount }) => amount !== 0n);
  const national = nationalCurrencies[home] ?? 'EUR';
  return isTaxDue && currency !== national
    ? `bill in ${national}, or state the tax in it beside the invoice: an invoice from ${home} says its tax in ${national} (Article 230 of 2006/112/EC), got ${currency}`
    : undefined;
}

/** Reverse charge and supply within the Union are between businesses that show who they are. */
function missingNumber(category: TaxCategory, buyer: Party, seller: Party): string | undefined {
  const needed = (who: string, { taxNumber = 'none' }: Party) =>
    `give the ${who} a VAT number with its country's prefix: category ${category} needs it, got ${taxNumber}`;
  if (!isVatNumber(seller.taxNumber ?? '')) return needed('seller', seller);
  const isRegistered = category === 'AE' && buyer.registrationNumber !== undefined;
  if (category === 'G' || isRegistered || isVatNumber(buyer.taxNumber ?? '')) return undefined;
  return needed('customer', buyer);
}

/** Of the countries of the Union that have a currency of their own. */
const nationalCurrencies: Readonly<Record<string, string>> = {
  CZ: 'CZK',
  DK: 'DKK',
  HU: 'HUF',
  PL: 'PLN',
  RO: 'RON',
  SE: 'SEK',
};
