import { Rejection } from '../kernel/rejection.ts';

/** How the numbers of a kind of document are written. */
export interface SeriesFormat {
  /** Such as `INV-{year}-`: a year in it begins a series of its own each year. */
  readonly prefix: string;
  /** Ordinals are filled up with zeros to so many digits. */
  readonly digits: number;
}

/** The series of a tenant; no two kinds share one. */
export interface SeriesFormats {
  readonly invoice: SeriesFormat;
  readonly creditNote: SeriesFormat;
}

export const defaultSeries: SeriesFormats = {
  invoice: { prefix: 'INV-{year}-', digits: 6 },
  creditNote: { prefix: 'CN-{year}-', digits: 6 },
};

/**
 * Begins with a letter, so that no spreadsheet takes it for a formula, and ends in no digit, so that no two series
 * share a number.
 */
const PREFIX = /^[A-Za-z](?:[A-Za-z0-9._/-]|\{year\}){0,30}$/;
const DIGITS_MAX = 12;

/**
 * @throws Rejection `invoice.series-invalid` for formats that could give one number twice, or that programs trip over.
 */
export function checkedSeries(formats: SeriesFormats): SeriesFormats {
  for (const kind of ['invoice', 'creditNote'] as const) {
    const { prefix, digits } = formats[kind];
    const isSound =
      PREFIX.test(prefix) &&
      !/[0-9}]$/.test(prefix) &&
      Number.isInteger(digits) &&
      digits >= 1 &&
      digits <= DIGITS_MAX;
    if (!isSound) {
      throw new Rejection(
        'invoice.series-invalid',
        `begin numbers with a letter, then up to 30 of A-Z a-z 0-9 . _ / - and {year}, no digit or year last, and 1 to ${DIGITS_MAX} digits; got ${JSON.stringify({ prefix: prefix.slice(0, 60), digits })}`,
        { param: `/series/${kind}` },
      );
    }
  }
  if (anyYear(formats.invoice) === anyYear(formats.creditNote)) {
    throw new Rejection(
      'invoice.series-invalid',
      `give credit notes a series of their own: both begin with ${formats.invoice.prefix}`,
      { param: '/series/creditNote' },
    );
  }
  return formats;
}

/** The same for two prefixes that some year makes the same. */
const anyYear = ({ prefix }: SeriesFormat): string =>
  prefix.replaceAll(/\{year\}|\d{4}/g, '{year}');
