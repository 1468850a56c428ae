import { nanosText } from '../../kernel/money.ts';
import { rfc3339 } from '../../kernel/timestamp.ts';
import { numberedOf } from '../kinds/kinds.ts';
import type { PlacedDocument } from '../reading.ts';
import type { JournalWriter } from './journal-writer.ts';

const HEADER = 'block,index,document,kind,number,effective_at,account,currency,amount\r\n';

/**
 * One posting a row (RFC 4180). No field can be a formula but an amount, which is a number: ids, kinds, numbers and
 * account names begin with a letter of ours, and names have no comma or quote, as keys in them are percent-encoded.
 */
export const csv: JournalWriter = {
  opening: HEADER,
  block: (documents) => documents.map(rows).join(''),
  closing: () => '',
};

function rows({ seq, index, document }: PlacedDocument): string {
  const number = numberedOf(document)?.number ?? '';
  const head = `${seq},${index},${document.id},${document.kind},${number},${rfc3339(document.effectiveAt)}`;
  return document.postings
    .map(
      ({ account, currency, amount }) => `${head},${account},${currency},${nanosText(amount)}\r\n`,
    )
    .join('');
}
