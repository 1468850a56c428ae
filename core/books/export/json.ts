import { canonicalJson, type JsonValue } from '../../kernel/json.ts';
import { nanosText } from '../../kernel/money.ts';
import { rfc3339 } from '../../kernel/timestamp.ts';
import type { PlacedDocument } from '../reading.ts';

/** `{"documents":[…]}`, one document a line, amounts as decimal strings. */
export async function* jsonText(documents: AsyncIterable<PlacedDocument>): AsyncGenerator<string> {
  let separator = '{"documents":[\n';
  for await (const placed of documents) {
    yield `${separator}${canonicalJson(entryOf(placed))}`;
    separator = ',\n';
  }
  yield separator === ',\n' ? '\n]}\n' : '{"documents":[]}\n';
}

const entryOf = ({ seq, index, document }: PlacedDocument): JsonValue => ({
  block: seq,
  index,
  id: document.id,
  kind: document.kind,
  customer: document.customer,
  currency: document.currency,
  recordedAt: rfc3339(document.recordedAt),
  effectiveAt: rfc3339(document.effectiveAt),
  ...('number' in document ? { number: document.number } : {}),
  ...('period' in document ? { period: document.period.label } : {}),
  ...('invoice' in document ? { invoice: document.invoice } : {}),
  ...('reason' in document ? { reason: document.reason } : {}),
  ...('rail' in document ? { rail: document.rail, reference: document.reference } : {}),
  postings: document.postings.map(({ account, currency, amount }) => ({
    account,
    currency,
    amount: nanosText(amount),
  })),
});
