import type { SeriesFormat } from '../catalog/series-formats.ts';
import type { BankEntry } from './bank-statement.ts';
import { type NumberReadings, numbersIn } from './invoice-numbers.ts';
import type { KnownInvoice } from './known-invoice.ts';
import { rfContent, rfReferencesIn } from './rf-reference.ts';

/** What an entry may name invoices by. */
export interface NamedNumbers {
  /** In what the payer wrote. */
  readonly texts: readonly NumberReadings[];
  /** In references of creditors, whose check digits fit. */
  readonly references: readonly NumberReadings[];
}

export function numbersNamed(entry: BankEntry, formats: readonly SeriesFormat[]): NamedNumbers {
  const { texts, references, endToEndId } = entry;
  const inAny = (text: string) => formats.flatMap((format) => numbersIn(text, format));
  const said = texts.join(' ');
  // Each of the others is a text of its own: nothing goes on from one to the next.
  const others = [...references.filter((one) => rfContent(one) === undefined), endToEndId ?? ''];
  const rf = [...references.flatMap((one) => rfContent(one) ?? []), ...rfReferencesIn(said)];
  return {
    texts: [said, ...others].flatMap(inAny),
    references: rf.flatMap(inAny),
  };
}

/** All numbers that have to be looked up. */
export const allNumbers = ({ texts, references }: NamedNumbers): string[] =>
  [...texts, ...references].flatMap(({ strict, longer }) => [
    ...(strict === undefined ? [] : [strict]),
    ...longer,
  ]);

/**
 * The invoices that readings name, each once. A reading that goes on over a gap counts only where the strict one names
 * none, and no other names one, too.
 */
export function invoicesNamed(
  readings: readonly NumberReadings[],
  invoices: ReadonlyMap<string, KnownInvoice>,
): readonly KnownInvoice[] {
  const found = readings.flatMap(({ strict, longer }) => {
    const exact = strict === undefined ? undefined : invoices.get(strict);
    if (exact !== undefined) return [exact];
    const others = longer.flatMap((number) => invoices.get(number) ?? []);
    return others.length === 1 ? others : [];
  });
  return [...new Map(found.map((invoice) => [invoice.id, invoice])).values()];
}
