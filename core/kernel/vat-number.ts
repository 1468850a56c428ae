import { countries } from './countries.ts';

/**
 * Whether a tax number is a VAT identifier as EN 16931 means it: first the ISO 3166-1 code of the country that gave it
 * (EL for Greece, XI for Northern Ireland), then the number. Any other is a registration of a country's own kind.
 */
export const isVatNumber = (taxNumber: string): boolean =>
  /^[A-Z]{2}.*[0-9]/.test(taxNumber) && isPrefix(taxNumber.slice(0, 2));

const isPrefix = (code: string): boolean => countries.has(code) || code === 'EL' || code === 'XI';

/**
 * Why a VAT identifier can be none, undefined where it may be one. Only what a country's own rules say for sure is
 * looked at: the check digits of Belgium, France, Italy, Luxembourg and Portugal, and how Austria, Germany and the
 * Netherlands write theirs. Of all others, nothing is said.
 */
export function vatNumberFault(taxNumber: string): string | undefined {
  const compact = taxNumber.replace(/[ .-]/g, '');
  const fault = faults[compact.slice(0, 2)];
  return fault?.(compact.slice(2));
}

type Fault = (number: string) => string | undefined;

/** Nothing is said of what has not the form: it may be a tax number of another kind that begins so. */
const checkDigits =
  (form: RegExp, isRight: (number: string) => boolean): Fault =>
  (number) =>
    form.test(number) && !isRight(number) ? 'its check digits do not fit' : undefined;

const form =
  (shape: RegExp, words: string): Fault =>
  (number) =>
    /^\w*$/.test(number) && !shape.test(number) ? `${words} follow the prefix` : undefined;

const faults: Readonly<Record<string, Fault>> = {
  AT: form(/^U\d{8}$/, 'U and 8 digits'),
  BE: checkDigits(
    /^[01]\d{9}$/,
    (number) => numberIn(number, 8, 10) === 97 - (numberIn(number, 0, 8) % 97),
  ),
  DE: form(/^\d{9}$/, '9 digits'),
  // A key of digits; keys with letters are counted otherwise.
  FR: checkDigits(
    /^\d{11}$/,
    (number) => numberIn(number, 0, 2) === (12 + 3 * (numberIn(number, 2, 11) % 97)) % 97,
  ),
  IT: checkDigits(/^\d{11}$/, hasLuhnDigit),
  LU: checkDigits(/^\d{8}$/, (number) => numberIn(number, 6, 8) === numberIn(number, 0, 6) % 89),
  NL: form(/^\d{9}B\d{2}$/, '9 digits, B and 2 digits'),
  PT: checkDigits(/^\d{9}$/, hasPortugueseDigit),
};

const numberIn = (digits: string, from: number, to: number): number =>
  Number.parseInt(digits.slice(from, to), 10);

function hasLuhnDigit(digits: string): boolean {
  const sum = [...digits].reduce((total, digit, index) => {
    const value = Number.parseInt(digit, 10) * (index % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

function hasPortugueseDigit(digits: string): boolean {
  const sum = [...digits.slice(0, 8)].reduce(
    (total, digit, index) => total + Number.parseInt(digit, 10) * (9 - index),
    0,
  );
  const check = 11 - (sum % 11);
  return numberIn(digits, 8, 9) === (check > 9 ? 0 : check);
}
