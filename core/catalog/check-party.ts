import type { Party } from '../contract/invoices/invoice.ts';
import { countries } from '../kernel/countries.ts';
import { Rejection } from '../kernel/rejection.ts';
import { vatNumberFault } from '../kernel/vat-number.ts';

/**
 * Refuses particulars that would make a document invalid: EN 16931 asks for names (BR-06, BR-07) and for countries that
 * there are (BR-CL-14). What was kept before it was looked at is read as it is: `known` may be sent again.
 * @throws Rejection `request.invalid` with a pointer under `at`
 */
export function checkParty(
  { name, address, taxNumber }: Party,
  at: string,
  known?: { readonly taxNumber?: string | undefined },
): void {
  if (name.trim() === '') throw invalid(`${at}/name`, 'give a name, not only blanks');
  if (address !== undefined && !countries.has(address.country)) {
    const detail = `give the ISO 3166-1 code of a country, such as DE, got ${address.country}`;
    throw invalid(`${at}/address/country`, detail);
  }
  if (taxNumber === undefined || taxNumber === known?.taxNumber) return;
  const fault = taxNumber.trim() === '' ? 'it is only blanks' : vatNumberFault(taxNumber);
  if (fault === undefined) return;
  throw invalid(`${at}/taxNumber`, `look at the tax number again, got ${taxNumber}: ${fault}`);
}

const invalid = (param: string, detail: string): Rejection =>
  new Rejection('request.invalid', `${param}: ${detail}`, { param });
