import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { separated } from '../../words.ts';
import { de } from './de.ts';
import { en, type Words } from './en.ts';
import { fr } from './fr.ts';

const languages = { en, de, fr } as const;
export type Language = keyof typeof languages;

/** The first of the languages of a browser that the page has; English where it has none. */
export function languageOf(wanted: readonly string[]): Language {
  const short = wanted.map((one) => one.toLowerCase().split('-')[0] ?? '');
  return short.find((one): one is Language => Object.hasOwn(languages, one)) ?? 'en';
}

/** How amounts and times are written in a language. Every digit stays as it was answered. */
export interface Spelling {
  readonly words: Words;
  amount(amount: string, currency: string): string;
  instant(text: string): string;
  month(text: string): string;
}

export const spellingOf = (language: Language): Spelling => ({
  words: languages[language],
  amount: (amount, currency) => {
    const text = separated(amount);
    return `${language === 'en' ? text : text.replace('.', ',')}\u00A0${currency}`;
  },
  instant: (text) =>
    new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
      ...{ dateStyle: 'medium', timeStyle: 'short' },
    }).format(new Date(text)),
  month: (text) =>
    new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
      ...{ month: 'long', year: 'numeric', timeZone: 'UTC' },
    }).format(new Date(`${text}-01T00:00:00Z`)),
});

/** An amount that a person wrote, with a point or a comma; undefined where it is none. */
export function amountIn(written: string): string | undefined {
  const text = written.trim().replace(',', '.');
  return /^\d{1,12}(?:\.\d{1,9})?$/.test(text) ? text : undefined;
}

export const SpellingContext = createContext<Spelling>(spellingOf('en'));
export const useSpelling = (): Spelling => useContext(SpellingContext);
