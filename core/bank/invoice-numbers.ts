import type { SeriesFormat } from '../catalog/series-formats.ts';

/**
 * What a text may mean by one number of an invoice: the reading that goes to the first gap after it, and those that go
 * on over gaps, as banks break lines anywhere.
 */
export interface NumberReadings {
  readonly strict: string | undefined;
  readonly longer: readonly string[];
}

/** Letters and digits of a text in capitals, and before which of them something else stands. */
interface Squeezed {
  readonly text: string;
  readonly gaps: ReadonlySet<number>;
}

function squeezed(text: string): Squeezed {
  const gaps = new Set<number>([0]);
  let kept = '';
  for (const character of text.toUpperCase()) {
    if (/[A-Z0-9]/.test(character)) kept += character;
    else gaps.add(kept.length);
  }
  return { text: kept, gaps };
}

const READINGS_MAX = 4;
const NUMBERS_MAX = 100;

/**
 * Where a text has numbers that a series may have given, with whatever stands between their parts: `inv 2026/000001` is
 * read as `INV-2026-000001`, and so is `INV-2026-1`. Whether there is such an invoice, the books say.
 */
export function numbersIn(text: string, format: SeriesFormat): NumberReadings[] {
  const { text: kept, gaps } = squeezed(text);
  const found: NumberReadings[] = [];
  for (const match of kept.matchAll(patternOf(format))) {
    const start = match.index;
    if (!gaps.has(start)) continue;
    const prefix = prefixWith(format, match.groups?.['year']);
    const digits = { from: start + match[0].length, to: start + match[0].length };
    while (/\d/.test(kept[digits.to] ?? '')) digits.to += 1;
    const ends = [...gaps].filter((gap) => gap > digits.from && gap < digits.to);
    const [first = digits.to, ...others] = [...ends, digits.to].slice(0, READINGS_MAX);
    const read = (end: number, of: typeof numberOf) =>
      of(kept.slice(digits.from, end), prefix, format);
    const strict = read(first, numberOf);
    const longer = others.flatMap((end) => read(end, fullNumberOf) ?? []);
    found.push({ strict, longer });
    if (found.length >= NUMBERS_MAX) break;
  }
  return found.filter(({ strict, longer }) => strict !== undefined || longer.length > 0);
}

/** What stands before the ordinal, without all that is no letter or digit. */
function patternOf({ prefix }: SeriesFormat): RegExp {
  const [first = '', ...rest] = prefix.split('{year}').map((part) => squeezed(part).text);
  // A year that comes twice in a prefix is the same one both times.
  const years = rest.map(
    (part, index) => `${index === 0 ? '(?<year>\\d{4})' : '\\k<year>'}${part}`,
  );
  return new RegExp(`${first}${years.join('')}(?=\\d)`, 'g');
}

const prefixWith = ({ prefix }: SeriesFormat, year: string | undefined): string =>
  prefix.replaceAll('{year}', year ?? '');

/** With a prefix of fewer letters, what is not filled up with zeros could be anything. */
const TELLING = 3;

/** As the series writes it, or without the zeros it is filled up with. */
function numberOf(ordinal: string, prefix: string, format: SeriesFormat): string | undefined {
  const full = fullNumberOf(ordinal, prefix, format);
  if (full !== undefined || squeezed(prefix).text.length < TELLING) return full;
  return /^[1-9]/.test(ordinal) && ordinal.length < format.digits
    ? `${prefix}${ordinal.padStart(format.digits, '0')}`
    : undefined;
}

/** As the series writes it: so many digits, and more only where they are needed. */
function fullNumberOf(
  ordinal: string,
  prefix: string,
  { digits }: SeriesFormat,
): string | undefined {
  const isFull = ordinal.length === digits ? /[1-9]/.test(ordinal) : /^[1-9]/.test(ordinal);
  return isFull && ordinal.length >= digits && ordinal.length <= ORDINAL_MAX
    ? `${prefix}${ordinal}`
    : undefined;
}

const ORDINAL_MAX = 15;
