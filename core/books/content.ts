import type { CreditNote, Invoice, Statement } from '../contract/invoices/invoice.ts';
import type { BooksDocument } from './document.ts';
import { contentOf } from './kinds/kinds.ts';

/** What a document of a kind shows; undefined of one that shows nothing. */
interface ContentByKind {
  readonly invoice: Invoice;
  readonly 'credit-note': CreditNote;
  readonly statement: Statement;
  readonly void: undefined;
  readonly payment: undefined;
  readonly application: undefined;
  readonly refund: undefined;
  readonly reversal: undefined;
  readonly breakage: undefined;
  readonly 'write-off': undefined;
  readonly reminder: undefined;
  readonly pause: undefined;
  readonly share: undefined;
  readonly 'share-reversal': undefined;
  readonly 'payee-statement': undefined;
  readonly payout: undefined;
  readonly 'payout-settlement': undefined;
  readonly 'payout-return': undefined;
  readonly claim: undefined;
}

/**
 * What a customer is shown of a document, read from its bytes.
 *
 * Nothing is checked a second time. The bytes are written in one place, of a value of this very type. The books keep
 * them as they are, and a check of the books compares what they say with what was booked. What an earlier program wrote
 * is read, too: members are only ever added, and one that was added may lack.
 */
export function contentFrom<Document extends BooksDocument>(
  document: Document,
): ContentByKind[Document['kind']] {
  const bytes = contentOf(document);
  return (bytes === undefined ? undefined : JSON.parse(bytes)) as ContentByKind[Document['kind']];
}
