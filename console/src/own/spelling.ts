import { separated } from '../words.ts';

/** The languages of the pages of who asks with a token. */
const languages = ['en', 'de', 'fr'] as const;
export type Language = (typeof languages)[number];

/** The first of the languages of a browser that the pages have; English where it has none. */
export function languageOf(wanted: readonly string[]): Language {
  const short = wanted.map((one) => one.toLowerCase().split('-')[0] ?? '');
  return (
    short.flatMap((one) => languages.filter((language) => language === one)).find(Boolean) ?? 'en'
  );
}

/** How amounts and times are written in a language. Every digit stays as it was answered. */
export interface Written {
  amount(amount: string, currency: string): string;
  /** With the zone of the browser: what holds from then on is the same moment everywhere. */
  instant(text: string): string;
  month(text: string): string;
  /** Of a day, `YYYY-MM-DD`. */
  day(text: string): string;
}

export const writtenIn = (language: Language): Written => {
  const locale = language === 'en' ? 'en-GB' : language;
  return {
    amount: (amount, currency) => {
      const text = separated(amount);
      return `${language === 'en' ? text : text.replace('.', ',')}\u00A0${currency}`;
    },
    instant: (text) =>
      new Intl.DateTimeFormat(locale, {
        ...{ day: 'numeric', month: 'short', year: 'numeric' },
        ...{ hour: '2-digit', minute: '2-digit', timeZoneName: 'short' },
      }).format(new Date(text)),
    month: (text) =>
      new Intl.DateTimeFormat(locale, {
        ...{ month: 'long', year: 'numeric', timeZone: 'UTC' },
      }).format(new Date(`${text}-01T00:00:00Z`)),
    day: (text) =>
      new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(
        new Date(`${text}T00:00:00Z`),
      ),
  };
};

/** The mark before the places of an amount. */
const markOf = (language: Language): '.' | ',' => (language === 'en' ? '.' : ',');

/** An amount as a person of the language types it. */
export const typedIn = (amount: string, language: Language): string =>
  amount.replace('.', markOf(language));

/** An amount with a point; or why it is none: `two-ways` where it may be meant so or a thousand times as much. */
export type ReadAmount =
  | { readonly amount: string }
  | { readonly amount?: undefined; readonly fault: 'none' | 'two-ways' };

/**
 * An amount that a person wrote. The mark of the language is before the places. The other one is taken for it only
 * where it cannot group thousands: `1.000` is a thousand in German, and one in English, so it is refused in German.
 */
export function amountIn(written: string, language: Language): ReadAmount {
  const text = written.trim();
  const own = markOf(language);
  const [, whole = '', mark, places = ''] = /^(\d+)(?:([.,])(\d{1,9}))?$/.exec(text) ?? [];
  if (whole !== '' && mark !== undefined && mark !== own && places.length === 3)
    return { fault: 'two-ways' };
  const amount = whole === '' ? ungrouped(text) : text.replace(',', '.');
  return amount !== undefined && /^\d{1,12}(?:\.|$)/.test(amount) ? { amount } : { fault: 'none' };
}

/** Thousands that are apart by one mark or space, as nothing else can be meant; undefined where they are not. */
function ungrouped(text: string): string | undefined {
  const [, whole = '', apart = '', places = ''] =
    /^([1-9]\d{0,2}(?:([.,\s])\d{3})(?:\2\d{3})*)((?:(?!\2)[.,]\d{1,9})?)$/.exec(text) ?? [];
  return whole === '' ? undefined : `${whole.replaceAll(apart, '')}${places.replace(',', '.')}`;
}
