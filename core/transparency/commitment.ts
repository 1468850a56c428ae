import { createHmac } from 'node:crypto';
import type { BooksDocument } from '../books/document.ts';
import type { DocumentPlace } from '../books/document-entry.ts';
import { documentCodec, payeesOf, payerOf } from '../books/kinds/kinds.ts';
import { sha256 } from '../kernel/digest.ts';
import { canonicalJson } from '../kernel/json.ts';

/** What an entry opens to: whoever has it can make the entry again. */
export interface Opening {
  /** 32 bytes, of this entry alone. */
  readonly salt: Uint8Array;
  /** Canonical JSON: the place in the books, and the document as its block has it. */
  readonly text: string;
}

/** Who can open an entry: the payer that the document is of, or the payee; of one of two payees, the first. */
export function openerOf(document: BooksDocument): string {
  const payer = payerOf(document);
  return payer === undefined
    ? JSON.stringify(['payee', ...payeesOf(document).slice(0, 1)])
    : payerOpener(payer);
}

/** Of the documents of a payer. */
export const payerOpener = (payer: string): string => JSON.stringify(['payer', payer]);

/** Of what a subject used. */
export const subjectOpener = (subject: string): string => JSON.stringify(['subject', subject]);

/** What a document's entry opens to. Its salt follows from its opener's, and tells nothing of another's. */
export function openingOf(
  { seq, index, document }: DocumentPlace & { readonly document: BooksDocument },
  openerSalt: Uint8Array,
): Opening {
  const place = { seq, index };
  return {
    salt: createHmac('sha256', openerSalt).update(canonicalJson(place)).digest(),
    text: canonicalJson({ ...place, document: documentCodec.toJson(document) }),
  };
}

/** The entry: SHA-256 of the salt and the text. It tells nobody anything who has not both. */
export const entryOf = ({ salt, text }: Opening): Uint8Array =>
  sha256(Buffer.concat([salt, Buffer.from(text)]));
