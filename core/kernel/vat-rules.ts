/** How a country counts the check digits of its VAT numbers, without their prefix. */
export interface NumberRule {
  /** Which numbers it is about: of others, nothing is said. */
  readonly form: RegExp;
  readonly isRight: (number: string) => boolean;
  /** What follows the prefix, where nothing else can. */
  readonly says?: string;
}

/** By prefix; the first whose form a number has is the one that it is judged by. */
export const vatRules: Readonly<Record<string, readonly NumberRule[]>> = {
  AT: [{ form: /^U\d{8}$/, isRight: hasAustrianDigit, says: 'U and 8 digits' }],
  BE: [
    {
      form: /^[01]\d{9}$/,
      isRight: (number) => numberIn(number, 8, 10) === 97 - (numberIn(number, 0, 8) % 97),
    },
  ],
  BG: [{ form: /^\d{9}$/, isRight: hasBulgarianDigit }],
  CY: [{ form: /^\d{8}[A-Z]$/, isRight: hasCypriotLetter }],
  // Of companies; of people, the number has 9 or 10 digits, and other rules.
  CZ: [
    {
      form: /^[0-8]\d{7}$/,
      isRight: (number) => {
        const check = (11 - (weighted(number, [8, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
        return numberIn(number, 7, 8) === (check === 0 ? 1 : check % 10);
      },
    },
  ],
  DE: [{ form: /^\d{9}$/, isRight: hasIsoDigit, says: '9 digits' }],
  DK: [{ form: /^\d{8}$/, isRight: adding([2, 7, 6, 5, 4, 3, 2, 1], 11) }],
  EE: [{ form: /^\d{9}$/, isRight: adding([3, 7, 1, 3, 7, 1, 3, 7, 1], 10) }],
  EL: [{ form: /^\d{9}$/, isRight: hasGreekDigit }],
  ES: [
    { form: /^\d{8}[A-Z]$/, isRight: (number) => hasSpanishLetter(number) },
    {
      form: /^[XYZ]\d{7}[A-Z]$/,
      isRight: (number) => hasSpanishLetter(`${'XYZ'.indexOf(number.charAt(0))}${number.slice(1)}`),
    },
    { form: /^[A-HJNP-SUVW]\d{7}[0-9A-J]$/, isRight: hasSpanishDigit },
  ],
  FI: [
    {
      form: /^\d{8}$/,
      isRight: (number) => {
        const rest = weighted(number, [7, 9, 10, 5, 8, 4, 2]) % 11;
        return numberIn(number, 7, 8) === (11 - rest) % 11;
      },
    },
  ],
  // A key of digits; keys with letters are counted otherwise.
  FR: [
    {
      form: /^\d{11}$/,
      isRight: (number) =>
        numberIn(number, 0, 2) === (12 + 3 * (numberIn(number, 2, 11) % 97)) % 97,
    },
  ],
  GB: [{ form: /^\d{9}(\d{3})?$/, isRight: hasBritishDigits }],
  HR: [{ form: /^\d{11}$/, isRight: hasIsoDigit }],
  HU: [{ form: /^\d{8}$/, isRight: adding([9, 7, 3, 1, 9, 7, 3, 1], 10) }],
  IE: [{ form: /^\d{7}[A-W][A-I]?$/, isRight: hasIrishLetter }],
  IT: [{ form: /^\d{11}$/, isRight: hasLuhnDigit }],
  LT: [{ form: /^(\d{7}1\d|\d{10}1\d)$/, isRight: hasLithuanianDigit }],
  LU: [
    {
      form: /^\d{8}$/,
      isRight: (number) => numberIn(number, 6, 8) === numberIn(number, 0, 6) % 89,
    },
  ],
  // Of companies; of people, the number begins with their day of birth.
  LV: [
    {
      form: /^[4-9]\d{10}$/,
      isRight: (number) => weighted(number, [9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 === 3,
    },
  ],
  MT: [{ form: /^\d{8}$/, isRight: adding([3, 4, 6, 7, 8, 9, 10, 1], 37) }],
  NL: [{ form: /^\d{9}B\d{2}$/, isRight: hasDutchDigits, says: '9 digits, B and 2 digits' }],
  PL: [
    {
      form: /^\d{10}$/,
      isRight: (number) =>
        numberIn(number, 9, 10) === weighted(number, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11,
    },
  ],
  PT: [{ form: /^\d{9}$/, isRight: hasPortugueseDigit }],
  RO: [
    {
      form: /^[1-9]\d{1,9}$/,
      isRight: (number) => {
        const padded = number.padStart(10, '0');
        const rest = (10 * weighted(padded, [7, 5, 3, 2, 1, 7, 5, 3, 2])) % 11;
        return numberIn(padded, 9, 10) === rest % 10;
      },
    },
  ],
  SE: [{ form: /^\d{12}$/, isRight: (number) => hasLuhnDigit(number.slice(0, 10)) }],
  SI: [
    {
      form: /^[1-9]\d{7}$/,
      isRight: (number) => {
        const check = 11 - (weighted(number, [8, 7, 6, 5, 4, 3, 2]) % 11);
        // 11 is not given out, as far as is known: nothing is said of it.
        return check === 11 || numberIn(number, 7, 8) === check % 10;
      },
    },
  ],
  SK: [{ form: /^\d{10}$/, isRight: (number) => Number.parseInt(number, 10) % 11 === 0 }],
  XI: [{ form: /^\d{9}(\d{3})?$/, isRight: hasBritishDigits }],
};

function numberIn(digits: string, from: number, to: number): number {
  return Number.parseInt(digits.slice(from, to), 10);
}

/** The sum of the first digits, each times its weight. */
function weighted(digits: string, weights: readonly number[]): number {
  return weights.reduce(
    (sum, weight, index) => sum + weight * numberIn(digits, index, index + 1),
    0,
  );
}

/** Whether the digits, each times its weight, add up to a multiple. */
function adding(weights: readonly number[], modulus: number): (number: string) => boolean {
  return (number) => weighted(number, weights) % modulus === 0;
}

/** ISO/IEC 7064, MOD 11,10: of Germany and Croatia. */
function hasIsoDigit(digits: string): boolean {
  const product = [...digits.slice(0, -1)].reduce((before, digit) => {
    const sum = (Number.parseInt(digit, 10) + before) % 10;
    return (2 * (sum === 0 ? 10 : sum)) % 11;
  }, 10);
  return numberIn(digits, digits.length - 1, digits.length) === (11 - product) % 10;
}

/** What brings the sum of Luhn over the seven digits before it, and 4 more, to whole tens. */
function hasAustrianDigit(number: string): boolean {
  const sum = luhnSum(number.slice(1, 8));
  return numberIn(number, 8, 9) === (16 - (sum % 10)) % 10;
}

function hasBulgarianDigit(digits: string): boolean {
  const first = weighted(digits, [1, 2, 3, 4, 5, 6, 7, 8]) % 11;
  const second = weighted(digits, [3, 4, 5, 6, 7, 8, 9, 10]) % 11;
  return numberIn(digits, 8, 9) === (first === 10 ? second % 10 : first);
}

function hasCypriotLetter(number: string): boolean {
  const odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
  const sum = [...number.slice(0, 8)].reduce((total, digit, index) => {
    const value = Number.parseInt(digit, 10);
    return total + (index % 2 === 0 ? (odd[value] ?? 0) : value);
  }, 0);
  return number.charAt(8) === 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.charAt(sum % 26);
}

function hasGreekDigit(digits: string): boolean {
  return numberIn(digits, 8, 9) === (weighted(digits, [256, 128, 64, 32, 16, 8, 4, 2]) % 11) % 10;
}

/** Of people: a letter by the rest of the number. */
function hasSpanishLetter(number: string): boolean {
  return number.charAt(8) === 'TRWAGMYFPDXBNJZSQVHLCKE'.charAt(numberIn(number, 0, 8) % 23);
}

/** Of companies: a digit or, by the kind of company, a letter. */
function hasSpanishDigit(number: string): boolean {
  const check = (10 - (luhnSum(`${number.slice(1, 8)}0`) % 10)) % 10;
  return [String(check), 'JABCDEFGHI'.charAt(check)].includes(number.charAt(8));
}

/** Three ranges of numbers, of which the later two are shifted. */
function hasBritishDigits(digits: string): boolean {
  const sum = weighted(digits, [8, 7, 6, 5, 4, 3, 2]) + numberIn(digits, 7, 9);
  return [0, 42, 55].includes(sum % 97);
}

/** The letter at the end, where there is one, counts as well. */
function hasIrishLetter(number: string): boolean {
  const last = '_ABCDEFGHI'.indexOf(number.charAt(8) === '' ? '_' : number.charAt(8));
  const sum = weighted(number, [8, 7, 6, 5, 4, 3, 2]) + 9 * last;
  return number.charAt(7) === 'WABCDEFGHIJKLMNOPQRSTUV'.charAt(sum % 23);
}

function hasLithuanianDigit(digits: string): boolean {
  const values = [...digits.slice(0, -1)];
  const sum = (shift: number): number =>
    values.reduce(
      (total, digit, index) => total + Number.parseInt(digit, 10) * (1 + ((index + shift) % 9)),
      0,
    );
  const first = sum(0) % 11;
  const check = first === 10 ? (sum(2) % 11) % 10 : first;
  return numberIn(digits, digits.length - 1, digits.length) === check;
}

/** As of a company or, since 2020, of a person in business: ISO/IEC 7064, MOD 97-10, over all of it with the prefix. */
function hasDutchDigits(number: string): boolean {
  const sum = weighted(number, [9, 8, 7, 6, 5, 4, 3, 2]) - numberIn(number, 8, 9);
  if (sum % 11 === 0) return true;
  const digits = [...`NL${number}`].map((character) => Number.parseInt(character, 36).toString());
  return BigInt(digits.join('')) % 97n === 1n;
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
  const check = 11 - (weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2]) % 11);
  return numberIn(digits, 8, 9) === (check > 9 ? 0 : check);
}
