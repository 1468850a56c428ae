import { ibanFault, isBic, remainder } from '../../kernel/bank-account.ts';
import { Rejection } from '../../kernel/rejection.ts';
import type { StoredObject } from '../../kernel/stored.ts';
import { isSepaName } from './sepa-text.ts';

/** Of consumers and companies, or of companies alone, whose banks know the mandate. */
export const sepaSchemes = ['CORE', 'B2B'] as const;
export type SepaScheme = (typeof sepaSchemes)[number];

/** Who collects, as banks know them. It is no secret: payers read all of it on their statements. */
export interface SepaCreditor {
  readonly name: string;
  /** Which the central bank gives out: `DE98ZZZ09999999999`. */
  readonly identifier: string;
  /** Without spaces: where the money comes to. */
  readonly iban: string;
  readonly bic?: string;
  readonly scheme: SepaScheme;
  /** So many days before money is taken, the payer has the invoice, which says so. */
  readonly noticeDays: number;
  /** After how many days what came back for want of money is collected again: the first time, the second, … */
  readonly retryAfterDays: readonly number[];
}

const IDENTIFIER = /^[A-Z]{2}\d{2}[0-9A-Z]{3}[0-9A-Z]{1,28}$/;

/** ISO 7064, as for IBANs, over country and national number: the three characters of the business do not count. */
function isCreditorIdentifier(text: string): boolean {
  if (!IDENTIFIER.test(text)) return false;
  return remainder(`${text.slice(0, 4)}${text.slice(7)}`) === 1;
}

/** @throws Rejection `sepa.creditor-invalid` with what is wrong. */
export function refuseBadCreditor({ name, identifier, iban, bic }: SepaCreditor): void {
  refuseBadName(name, invalid);
  if (!isCreditorIdentifier(identifier)) {
    throw invalid(
      `give the creditor identifier as the central bank has written it, such as DE98ZZZ09999999999, without spaces; got ${shown(identifier)}`,
      '/identifier',
    );
  }
  refuseBadAccount({ iban, bic }, invalid);
}

/** A file names both sides in the characters of SEPA, and banks refuse one that leaves a name empty. */
export function refuseBadName(
  name: string,
  refusal: (detail: string, param: string) => Rejection,
): void {
  if (isSepaName(name)) return;
  throw refusal(
    `give a name of which a letter or digit is left in the characters that banks take, A-Z, a-z and 0-9; got ${shown(name)}`,
    '/name',
  );
}

/** What is wrong with an account is said by whose it is. */
export function refuseBadAccount(
  { iban, bic }: { readonly iban: string; readonly bic?: string | undefined },
  refusal: (detail: string, param: string) => Rejection,
): void {
  const fault = ibanFault(iban);
  if (fault !== undefined) throw refusal(`give an IBAN (${fault}), got ${shown(iban)}`, '/iban');
  if (bic === undefined || isBic(bic)) return;
  throw refusal(`give a BIC of 8 or 11 characters, or leave it out; got ${shown(bic)}`, '/bic');
}

const shown = (text: string): string => JSON.stringify(text.slice(0, 40));

const invalid = (detail: string, param: string): Rejection =>
  new Rejection('sepa.creditor-invalid', detail, { param });

/** What is kept of a creditor. */
export const creditorFrom = (stored: StoredObject): SepaCreditor => ({
  name: stored.text('name'),
  identifier: stored.text('identifier'),
  iban: stored.text('iban'),
  ...(stored.has('bic') ? { bic: stored.text('bic') } : {}),
  scheme: stored.oneOf('scheme', sepaSchemes),
  noticeDays: stored.integer('noticeDays'),
  retryAfterDays: stored.list('retryAfterDays').filter((days) => typeof days === 'number'),
});
