import { type Currency, minorUnits } from '../kernel/currency.ts';
import { localStart, utc } from '../kernel/time-zone.ts';

/** Which of two numbers before a year is the day. */
export type DayOrder = 'dmy' | 'mdy';

/** Which sign stands before the fraction of a number. */
export type DecimalSign = '.' | ',';

const YEAR_FIRST = /^(\d{4})([-/.]?)(\d{2})\2(\d{2})(?!\d)/;
const YEAR_LAST = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/;

/** A day as `YYYY-MM-DD`, whatever follows it; undefined where it is none, or which number is the day is not known. */
export function dayIn(text: string, order: DayOrder | undefined): string | undefined {
  const yearFirst = YEAR_FIRST.exec(text);
  if (yearFirst !== null) {
    const [, year = '', , month = '', day = ''] = yearFirst;
    return existing(year, month, day);
  }
  const [, first = '', sign = '', second = '', year = ''] = YEAR_LAST.exec(text) ?? [];
  if (year === '') return undefined;
  const whole = year.length === 2 ? `20${year}` : year;
  const known = sign === '.' ? 'dmy' : order;
  if (known === undefined) return undefined;
  return known === 'dmy' ? existing(whole, second, first) : existing(whole, first, second);
}

function existing(year: string, month: string, day: string): string | undefined {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return localStart(text, utc) === undefined ? undefined : text;
}

/** How days with slashes or dashes are written, as far as the days of a whole file tell: a month is 12 at most. */
export function dayOrderOf(texts: readonly string[]): DayOrder | undefined {
  const pairs = texts.flatMap((text) => {
    const [, first, sign, second] = YEAR_LAST.exec(text) ?? [];
    return first === undefined || sign === '.'
      ? []
      : [[first, second ?? ''].map((part) => Number.parseInt(part, 10))];
  });
  if (pairs.some(([first = 0]) => first > MONTHS)) return 'dmy';
  return pairs.some(([, second = 0]) => second > MONTHS) ? 'mdy' : undefined;
}

const MONTHS = 12;

/** The parts of an amount: its sign, its digits with what groups them, and a currency that stands beside them. */
interface AmountParts {
  readonly isOut: boolean;
  readonly digits: string;
  readonly beside: string | undefined;
}

const AMOUNT =
  /^([-+−(]?)\s*([A-Za-z]{3}|[€$£])?\s*([-+−]?)(\d[\d.,'’\s\u00a0\u202f]*)([-−)]?)\s*([A-Za-z]{3}|[€$£])?$/u;
const signs: Readonly<Record<string, string>> = { '€': 'EUR', '£': 'GBP' };

/** Undefined for what is no amount. */
export function amountParts(text: string): AmountParts | undefined {
  const match = AMOUNT.exec(text.trim());
  if (match === null) return undefined;
  const [, front = '', before, inner = '', digits = '', behind = '', after] = match.map(
    (part: string | undefined) => part,
  );
  const signed = [front, inner, behind].filter((sign) => sign !== '' && sign !== ')');
  if (signed.length > 1 || (front === '(') !== (behind === ')')) return undefined;
  const beside = before ?? after;
  return {
    isOut: signed.some((sign) => sign !== '+'),
    digits: digits.replaceAll(/[\s\u00a0\u202f'’]/g, ''),
    beside: beside === undefined ? undefined : (signs[beside] ?? beside.toUpperCase()),
  };
}

/**
 * Which sign the digits have before a fraction, where they tell it themselves: of two kinds the last; of one kind the
 * other one where it comes more than once, and itself where not three digits follow it.
 */
export function decimalSignIn(digits: string): DecimalSign | undefined {
  const marks: readonly string[] = digits.match(/[.,]/g) ?? [];
  const last = marks.at(-1);
  if (last === undefined) return undefined;
  if (marks.includes(otherThan(last))) return last as DecimalSign;
  // One kind more than once groups thousands: then the other one would be before a fraction.
  if (marks.length > 1) return otherThan(last);
  const places = digits.length - digits.lastIndexOf(last) - 1;
  return places === THOUSANDS ? undefined : (last as DecimalSign);
}

/** Of digits that do not tell it: no fraction has three digits where a currency has fewer places. */
export const likelySignIn = (digits: string, currency: Currency): DecimalSign | undefined =>
  minorUnits[currency] < THOUSANDS ? otherThan(/[.,]/.exec(digits)?.[0]) : undefined;

const otherThan = (mark: string | undefined): DecimalSign => (mark === '.' ? ',' : '.');

const THOUSANDS = 3;

/**
 * Digits as plain decimal text; undefined where they are not written so: thousands that are not in threes, or two
 * fractions.
 */
export function plainDecimal(digits: string, sign: DecimalSign): string | undefined {
  const other = otherThan(sign);
  const [whole = '', fraction, ...more] = digits.split(sign);
  if (more.length > 0 || (fraction ?? '').includes(other)) return undefined;
  const groups = whole.split(other);
  const areThousands = groups.every((group, index) =>
    index === 0 ? /^\d{1,3}$/.test(group) : /^\d{3}$/.test(group),
  );
  if (groups.length > 1 && !areThousands) return undefined;
  const plain = groups.join('');
  if (!/^\d+$/.test(plain) || fraction === '') return undefined;
  return fraction === undefined ? plain : `${plain}.${fraction}`;
}

const OUT = /^(?:s|soll|d|dr|dbit|debit|af|belastung|ausgang|out|-)$/i;
const IN = /^(?:h|haben|c|cr|crdt|credit|bij|gutschrift|eingang|in|\+)$/i;

/** Which way a word says that money went; undefined for any other. */
export function directionIn(text: string): 'in' | 'out' | undefined {
  if (OUT.test(text)) return 'out';
  return IN.test(text) ? 'in' : undefined;
}
