import type { Party } from '../contract/invoices/invoice.ts';
import { ibanFault, isBic } from '../kernel/bank-account.ts';
import { countries } from '../kernel/countries.ts';
import { electronicAddressSchemes } from '../kernel/electronic-address-schemes.ts';
import { Rejection } from '../kernel/rejection.ts';
import { vatNumberFault } from '../kernel/vat-number.ts';

/** What was kept before, of what is looked at only where it is new. */
type KnownParty = {
  readonly [Name in 'taxNumber' | 'electronicAddress']?: Party[Name] | undefined;
};

/**
 * Refuses particulars that would make a document invalid: EN 16931 asks for names (BR-06, BR-07), for countries that
 * there are (BR-CL-14) and for schemes of its list (BR-CL-25). What was kept before it was looked at is read as it is:
 * `known` may be sent again.
 * @throws Rejection `request.invalid` with a pointer under `at`
 */
export function checkParty(party: Party, at: string, known?: KnownParty): void {
  const { name, address } = party;
  if (name.trim() === '') throw invalid(`${at}/name`, 'give a name, not only blanks');
  if (address !== undefined && !countries.has(address.country)) {
    const detail = `give the ISO 3166-1 code of a country, such as DE, got ${address.country}`;
    throw invalid(`${at}/address/country`, detail);
  }
  checkTaxNumber(party, at, known);
  checkElectronicAddress(party, at, known);
  checkBankAccount(party, at);
}

function checkTaxNumber({ taxNumber }: Party, at: string, known: KnownParty | undefined): void {
  if (taxNumber === undefined || taxNumber === known?.taxNumber) return;
  const fault = taxNumber.trim() === '' ? 'it is only blanks' : vatNumberFault(taxNumber);
  if (fault === undefined) return;
  throw invalid(`${at}/taxNumber`, `look at the tax number again, got ${taxNumber}: ${fault}`);
}

function checkElectronicAddress(
  { electronicAddress }: Party,
  at: string,
  known: KnownParty | undefined,
): void {
  if (electronicAddress === undefined) return;
  const { scheme } = electronicAddress;
  if (scheme === known?.electronicAddress?.scheme || electronicAddressSchemes.has(scheme)) return;
  const detail = `give a scheme of the EAS list, such as 0088 for a GLN or EM for a mail address, got ${scheme}`;
  throw invalid(`${at}/electronicAddress/scheme`, detail);
}

function checkBankAccount({ bankAccount }: Party, at: string): void {
  if (bankAccount === undefined) return;
  const { iban, bic } = bankAccount;
  const fault = ibanFault(iban);
  if (fault !== undefined) {
    throw invalid(`${at}/bankAccount/iban`, `look at the IBAN again, got ${iban}: ${fault}`);
  }
  if (bic === undefined || isBic(bic)) return;
  const detail = `give a BIC of 8 or 11 capitals and digits, such as BYLADEM1001, got ${bic}`;
  throw invalid(`${at}/bankAccount/bic`, detail);
}

const invalid = (param: string, detail: string): Rejection =>
  new Rejection('request.invalid', `${param}: ${detail}`, { param });
