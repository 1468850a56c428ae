import type { DocumentLanguage } from '../../../contract/invoices/invoice.ts';
import { InvariantViolation } from '../../../kernel/invariant.ts';
import { de } from './de.ts';
import { en, type Texts } from './en.ts';
import { fr } from './fr.ts';

export type { Texts } from './en.ts';

/** A language more is its file, its name in the contract, and its line here. */
export const textsByLanguage: Readonly<Record<DocumentLanguage, Texts>> = { en, de, fr };

/** What stands in braces, filled in. */
export const filled = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value !== undefined) return String(value);
    throw new InvariantViolation(`a text says {${name}}, got ${Object.keys(values).join(', ')}`);
  });
