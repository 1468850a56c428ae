import { countries } from './countries.ts';
import { vatRules } from './vat-rules.ts';

/**
 * Whether a tax number is a VAT identifier as EN 16931 means it: first the ISO 3166-1 code of the country that gave it
 * (EL for Greece, XI for Northern Ireland), then the number. Any other is a registration of a country's own kind.
 */
export const isVatNumber = (taxNumber: string): boolean =>
  /^[A-Z]{2}.*[0-9]/.test(taxNumber) && isPrefix(taxNumber.slice(0, 2));

const isPrefix = (code: string): boolean => countries.has(code) || code === 'EL' || code === 'XI';

/**
 * Why a VAT identifier can be none, undefined where it may be one. Only what a country's own rules say for sure is
 * looked at: the check digits of the countries of the Union and of the United Kingdom, and how Austria, Germany and the
 * Netherlands write theirs. Of what has not the form of one nothing is said: it may be a tax number of another kind.
 */
export function vatNumberFault(taxNumber: string): string | undefined {
  const compact = taxNumber.replace(/[ .-]/g, '');
  const rules = vatRules[compact.slice(0, 2)] ?? [];
  const number = compact.slice(2);
  const form = rules.find(({ says }) => says !== undefined)?.says;
  if (
    form !== undefined &&
    /^\w*$/.test(number) &&
    !rules.some(({ form: of }) => of.test(number))
  ) {
    return `${form} follow the prefix`;
  }
  const rule = rules.find(({ form: of }) => of.test(number));
  return rule === undefined || rule.isRight(number) ? undefined : 'its check digits do not fit';
}
