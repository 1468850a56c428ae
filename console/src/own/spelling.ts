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
      new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(
        new Date(text),
      ),
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

/** An amount that a person wrote, with a point or a comma; undefined where it is none. */
export function amountIn(written: string): string | undefined {
  const text = written.trim().replace(',', '.');
  return /^\d{1,12}(?:\.\d{1,9})?$/.test(text) ? text : undefined;
}
