import { csvText } from '../../kernel/csv.ts';
import { amountText } from '../../kernel/money.ts';
import { rfc3339 } from '../../kernel/timestamp.ts';
import { numberedOf } from '../kinds/kinds.ts';
import type { PlacedDocument } from '../reading.ts';
import { factNames, factsOf } from './entry-facts.ts';
import type { JournalWriter } from './journal-writer.ts';

/** What is added goes last: some read columns by their place. */
const titles = [
  ...['block', 'index', 'document', 'kind', 'number', 'effective_at', 'account', 'currency'],
  ...['amount', 'date', ...factNames, 'service_month'],
];

/** One posting a row (RFC 4180). No field can be a formula but an amount, which is a number. */
export const csv: JournalWriter = {
  opening: csvText([titles.map((text) => ({ text }))]),
  block: (documents) => csvText(documents.flatMap(rows)),
  closing: () => '',
};

function rows({ seq, index, document }: PlacedDocument) {
  const { day, facts } = factsOf(document);
  const number = numberedOf(document)?.number;
  const head = [
    { number: String(seq) },
    { number: String(index) },
    { text: document.id },
    { text: document.kind },
    number === undefined ? undefined : { text: number },
    { text: rfc3339(document.effectiveAt) },
  ];
  const tail = [
    { text: day },
    ...factNames.map((name) => {
      const text = facts[name];
      return text === undefined ? undefined : { text };
    }),
  ];
  return document.postings.map(({ account, currency, amount, service }) => [
    ...head,
    { text: account },
    { text: currency },
    { number: amountText(amount, currency) },
    ...tail,
    service === undefined ? undefined : { text: service },
  ]);
}
