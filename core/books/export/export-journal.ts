import type { PlacedDocument } from '../reading.ts';
import { beancountText } from './beancount.ts';
import { csvText } from './csv.ts';
import { hledgerText } from './hledger.ts';
import { jsonText } from './json.ts';

/** What the journal can be exported as. */
export const journalFormats = ['json', 'csv', 'hledger', 'beancount'] as const;
export type JournalFormat = (typeof journalFormats)[number];

export const journalMediaTypes = {
  json: 'application/json',
  csv: 'text/csv; charset=utf-8',
  hledger: 'text/plain; charset=utf-8',
  beancount: 'text/plain; charset=utf-8',
} as const satisfies Record<JournalFormat, string>;

/** The journal as text, piece by piece; the same log is the same text. */
export function exportJournal(
  format: JournalFormat,
  documents: AsyncIterable<PlacedDocument>,
): AsyncGenerator<string> {
  switch (format) {
    case 'json':
      return jsonText(documents);
    case 'csv':
      return csvText(documents);
    case 'hledger':
      return hledgerText(documents);
    case 'beancount':
      return beancountText(documents);
  }
}
