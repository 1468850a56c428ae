import type { DocumentContent } from '../contract/invoices/invoice.ts';
import type { PayeeStatement } from '../contract/payee-statements/statement.ts';
import { canonicalText } from '../kernel/json.ts';

/** A document as UTF-8 JSON, keys sorted and without white space: the same document, the same bytes. */
export const documentJson = (document: DocumentContent | PayeeStatement): Uint8Array =>
  new TextEncoder().encode(canonicalText(document));
