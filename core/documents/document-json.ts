import type { DocumentContent } from '../contract/invoices/invoice.ts';
import { canonicalJson, type JsonValue } from '../kernel/json.ts';

/** A document as UTF-8 JSON, keys sorted and without white space: the same document, the same bytes. */
export const documentJson = (document: DocumentContent): Uint8Array =>
  new TextEncoder().encode(canonicalJson(JSON.parse(JSON.stringify(document)) as JsonValue));
