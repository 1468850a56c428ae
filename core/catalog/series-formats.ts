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
  /** Of invoices and credit notes that are written in the name of payees. */
  readonly selfBilled: SeriesFormat;
  readonly selfBilledCredit: SeriesFormat;
}

export const defaultSeries: SeriesFormats = {
  invoice: { prefix: 'INV-{year}-', digits: 6 },
  creditNote: { prefix: 'CN-{year}-', digits: 6 },
  selfBilled: { prefix: 'SB-{year}-', digits: 6 },
  selfBilledCredit: { prefix: 'SBC-{year}-', digits: 6 },
};

/**
 * Begins with a letter, so that no spreadsheet takes it for a formula, and ends in no digit, so that no two series
 * share a number.
 */
const PREFIX = /^[A-Za-z](?:[A-Za-z0-9._/-]|\{year\}){0,30}$/;
const DIGITS_MAX = 12;

/** What a tenant says of them: any may be left out. */
type SaidSeries = { readonly [Name in keyof SeriesFormats]?: SeriesFormat | undefined };

/**
 * The series that a tenant says, and for those it does not say one that is not its own already: there are tenants whose
 * series are older than those of payees.
 * @throws Rejection `invoice.series-invalid` for formats that could give one number twice, or that programs trip over.
 */
export function checkedSeries(said: SaidSeries): SeriesFormats {
  const { invoice = defaultSeries.invoice, creditNote = defaultSeries.creditNote } = said;
  const own = { invoice, creditNote };
  const selfBilled = said.selfBilled ?? freeFormat(defaultSeries.selfBilled, Object.values(own));
  const before = { ...own, selfBilled };
  const selfBilledCredit =
    said.selfBilledCredit ?? freeFormat(defaultSeries.selfBilledCredit, Object.values(before));
  const formats = { ...before, selfBilledCredit };
  const known = new Map<string, string>();
  for (const kind of ['invoice', 'creditNote', 'selfBilled', 'selfBilledCredit'] as const) {
    const format = formats[kind];
    refuseUnsound(format, `/series/${kind}`);
    const other = known.get(anyYear(format));
    if (other !== undefined) {
      throw new Rejection(
        'invoice.series-invalid',
        `give ${kind} a series of its own: ${other} begins with ${format.prefix} as well`,
        { param: `/series/${kind}` },
      );
    }
    known.set(anyYear(format), kind);
  }
  return formats;
}

/** The format, with a letter more before it where others have its prefix. */
function freeFormat(format: SeriesFormat, others: readonly SeriesFormat[]): SeriesFormat {
  const taken = new Set(others.map(anyYear));
  const prefixes = ['', 'P', 'PP', 'PPP'].map((before) => `${before}${format.prefix}`);
  const prefix = prefixes.find((one) => !taken.has(anyYear({ ...format, prefix: one })));
  return { ...format, prefix: prefix ?? format.prefix };
}

function refuseUnsound({ prefix, digits }: SeriesFormat, param: string): void {
  const isSound =
    PREFIX.test(prefix) &&
    !/[0-9}]$/.test(prefix) &&
    Number.isInteger(digits) &&
    digits >= 1 &&
    digits <= DIGITS_MAX;
  if (isSound) return;
  throw new Rejection(
    'invoice.series-invalid',
    `begin numbers with a letter, then up to 30 of A-Z a-z 0-9 . _ / - and {year}, no digit or year last, and 1 to ${DIGITS_MAX} digits; got ${JSON.stringify({ prefix: prefix.slice(0, 60), digits })}`,
    { param },
  );
}

/** The same for two prefixes that some year makes the same. */
const anyYear = ({ prefix }: SeriesFormat): string =>
  prefix.replaceAll(/\{year\}|\d{4}/g, '{year}');
