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
 * looked at: the check digits of Austria, Belgium, Finland, France, Germany, Italy, Luxembourg, Poland, Portugal and
 * Sweden, and how Austria, Germany and the Netherlands write theirs. Of all others, nothing is said.
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

/** The first that anything says of a number. */
const first =
  (...all: readonly Fault[]): Fault =>
  (number) =>
    all.map((fault) => fault(number)).find((fault) => fault !== undefined);

const faults: Readonly<Record<string, Fault>> = {
  AT: first(form(/^U\d{8}$/, 'U and 8 digits'), checkDigits(/^U\d{8}$/, hasAustrianDigit)),
  BE: checkDigits(
    /^[01]\d{9}$/,
    (number) => numberIn(number, 8, 10) === 97 - (numberIn(number, 0, 8) % 97),
  ),
  DE: first(form(/^\d{9}$/, '9 digits'), checkDigits(/^\d{9}$/, hasGermanDigit)),
  FI: checkDigits(/^\d{8}$/, (number) => {
    const rest = weighted(number, [7, 9, 10, 5, 8, 4, 2]) % 11;
    return numberIn(number, 7, 8) === (11 - rest) % 11;
  }),
  // A key of digits; keys with letters are counted otherwise.
  FR: checkDigits(
    /^\d{11}$/,
    (number) => numberIn(number, 0, 2) === (12 + 3 * (numberIn(number, 2, 11) % 97)) % 97,
  ),
  IT: checkDigits(/^\d{11}$/, hasLuhnDigit),
  LU: checkDigits(/^\d{8}$/, (number) => numberIn(number, 6, 8) === numberIn(number, 0, 6) % 89),
  NL: form(/^\d{9}B\d{2}$/, '9 digits, B and 2 digits'),
  PL: checkDigits(
    /^\d{10}$/,
    (number) => numberIn(number, 9, 10) === weighted(number, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11,
  ),
  PT: checkDigits(/^\d{9}$/, hasPortugueseDigit),
  SE: checkDigits(/^\d{12}$/, (number) => hasLuhnDigit(number.slice(0, 10))),
};

const numberIn = (digits: string, from: number, to: number): number =>
  Number.parseInt(digits.slice(from, to), 10);

/** The sum of the first digits, each times its weight. */
const weighted = (digits: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, index) => sum + weight * numberIn(digits, index, index + 1), 0);

/** ISO/IEC 7064, MOD 11,10. */
function hasGermanDigit(digits: string): boolean {
  const product = [...digits.slice(0, 8)].reduce((before, digit) => {
    const sum = (Number.parseInt(digit, 10) + before) % 10;
    return (2 * (sum === 0 ? 10 : sum)) % 11;
  }, 10);
  return numberIn(digits, 8, 9) === (11 - product) % 10;
}

/** What brings the sum of Luhn over the seven digits before it, and 4 more, to whole tens. */
function hasAustrianDigit(number: string): boolean {
  const sum = luhnSum(number.slice(1, 8));
  return numberIn(number, 8, 9) === (16 - (sum % 10)) % 10;
}

function hasLuhnDigit(digits: string): boolean {
  return luhnSum(digits) % 10 === 0;
}

/** The digits added up; each second one from the right is doubled, and both digits of that are added. */
function luhnSum(digits: string): number {
  return [...digits].reduce((total, digit, index) => {
    const isDoubled = (digits.length - index) % 2 === 0;
    const value = Number.parseInt(digit, 10) * (isDoubled ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
}

function hasPortugueseDigit(digits: string): boolean {
  const sum = [...digits.slice(0, 8)].reduce(
    (total, digit, index) => total + Number.parseInt(digit, 10) * (9 - index),
    0,
  );
  const check = 11 - (sum % 11);
  return numberIn(digits, 8, 9) === (check > 9 ? 0 : check);
}
