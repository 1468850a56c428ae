import { definedOnly } from '../../kernel/defined-only.ts';
import { canonicalJson, type JsonValue } from '../../kernel/json.ts';
import { nanosText } from '../../kernel/money.ts';
import { rfc3339 } from '../../kernel/timestamp.ts';
import { payeesOf, payerOf } from '../kinds/kinds.ts';
import type { PlacedDocument } from '../reading.ts';
import { membersOf } from './entry-facts.ts';
import type { JournalWriter } from './journal-writer.ts';

/** One document a line, amounts as decimal strings; what stands around the lines is the page's. */
export const json: JournalWriter = {
  opening: '',
  block: (documents) => documents.map((placed) => `${canonicalJson(entryOf(placed))}\n`).join(''),
  closing: () => '',
};

const entryOf = ({ seq, index, document }: PlacedDocument): JsonValue => ({
  block: seq,
  index,
  id: document.id,
  kind: document.kind,
  ...definedOnly({ customer: payerOf(document), payee: payeesOf(document)[0] }),
  currency: document.currency,
  recordedAt: rfc3339(document.recordedAt),
  effectiveAt: rfc3339(document.effectiveAt),
  ...membersOf(document),
  postings: document.postings.map(({ account, currency, amount, service }) => ({
    account,
    currency,
    amount: nanosText(amount),
    ...definedOnly({ service }),
  })),
});
