import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { type Language, type Written, writtenIn } from '../../own/spelling.ts';
import { de } from './de.ts';
import { en, type Words } from './en.ts';
import { fr } from './fr.ts';

const languages = { en, de, fr } as const satisfies Record<Language, Words>;

/** How a payee is spoken to, and how amounts and times are written. */
export interface Spelling extends Written {
  readonly language: Language;
  readonly words: Words;
}

export const spellingOf = (language: Language): Spelling => ({
  ...{ ...writtenIn(language), language },
  words: languages[language],
});

export const SpellingContext = createContext<Spelling>(spellingOf('en'));
export const useSpelling = (): Spelling => useContext(SpellingContext);
