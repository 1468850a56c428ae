import { type DocumentForm, documentForms } from '../contract/invoices/invoice.ts';
import { sha256 } from '../kernel/digest.ts';
import { invariant } from '../kernel/invariant.ts';
import { canonicalText } from '../kernel/json.ts';
import { storedObjectFrom } from '../kernel/stored.ts';
import type { PartRange, StoredForm } from './ports.ts';
import { contentFrom, memberBytes, memberHead, tarEnd, tarMember } from './tar.ts';

/** Forms of one document. */
export interface DocumentForms {
  readonly id: string;
  readonly forms: ReadonlyMap<DocumentForm, StoredForm>;
}

/** Where in a part a form stands, and the SHA-256 of its bytes in hexadecimal digits. */
export interface PlacedForm extends PartRange {
  readonly sha256: string;
}

/** What stands in a part: forms by document and form. */
export type PartIndex = ReadonlyMap<string, ReadonlyMap<DocumentForm, PlacedForm>>;

/** By what name people who open a part find a form. */
export const formFileNames = {
  json: 'document.json',
  pdf: 'document.pdf',
  csv: 'document.csv',
  ubl: 'document.xml',
  cii: 'document.cii.xml',
} as const satisfies Record<DocumentForm, string>;

const VERSION = 1;

/** Enough for the index of a hundred documents. */
export const indexRange: PartRange = { from: 0, length: 64 * 1024 };

/**
 * A part: a tar archive, so that it can be opened by whoever has nothing but the bucket. Its first member is the index,
 * `index-<SHA-256 of it>.json`. It says of each form where it begins, counted from the end of the index, how many bytes
 * it has, and their SHA-256. Then come the forms, as `<document id>/document.pdf`.
 */
export function partBytes(documents: readonly DocumentForms[]): Uint8Array {
  const members: Uint8Array[] = [];
  let end = 0;
  const placed = documents.map(({ id, forms }) => ({
    id,
    forms: [...forms].map(([form, { bytes, sha256: digest }]) => {
      const from = end + contentFrom;
      members.push(tarMember(`${id}/${formFileNames[form]}`, bytes));
      end += memberBytes(bytes.length);
      return { form, from, length: bytes.length, sha256: Buffer.from(digest).toString('hex') };
    }),
  }));
  const index = Buffer.from(canonicalText({ version: VERSION, documents: placed }));
  return Buffer.concat([tarMember(indexName(index), index), ...members, tarEnd]);
}

const indexName = (index: Uint8Array): string => `index-${sha256(index).toString('hex')}.json`;

/** How many bytes of a part are its index; told by its first bytes. */
export const indexLength = (head: Uint8Array): number => memberBytes(memberHead(head).length);

/**
 * The index of a part, from bytes that begin with it; without forms of later versions than this. Throws
 * `InvariantViolation` where they are not what was put.
 */
export function indexIn(bytes: Uint8Array): PartIndex {
  const { name, length } = memberHead(bytes);
  const text = bytes.subarray(contentFrom, contentFrom + length);
  invariant(name === indexName(text), `a part begins with its index as it was put, got ${name}`);
  const index = storedObjectFrom(Buffer.from(text).toString('utf8'), 'the index of a part');
  index.version(VERSION);
  const base = memberBytes(length);
  return new Map(
    index.objects('documents').map((document) => [
      document.text('id'),
      new Map(
        document.objects('forms').flatMap((placed) => {
          const form = documentForms.find((one) => one === placed.text('form'));
          const at = {
            from: base + placed.integer('from'),
            length: placed.integer('length'),
            sha256: placed.text('sha256'),
          };
          return form === undefined ? [] : [[form, at] as const];
        }),
      ),
    ]),
  );
}
