import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { invariant } from '../kernel/invariant.ts';
import { canonicalJson, type JsonValue } from '../kernel/json.ts';
import type { BooksDocument } from './document.ts';
import { list } from './json-codec.ts';
import { documentCodec } from './kinds/kinds.ts';
import { ensureBalanced } from './postings.ts';

/**
 * Version 1: what each kind of document has stands under its name, amounts and quantities as text. It grows by members
 * that may be left out; what an older program does not know, it refuses.
 */
const VERSION = 1;
const documentsCodec = list(documentCodec);

/** Invoices of one batch are alike, and compress to a tenth. */
const QUALITY = 5;
const INFLATED_BYTES_MAX = 256 * 1024 * 1024;

/** DynamoDB takes items of 400 KB; the rest is for the key. */
export const booksBlockBytesMax = 380 * 1024;

/**
 * A block of the books: version (1 byte), then its documents as Brotli-compressed canonical JSON. Every document
 * balances.
 */
export function booksBlockBytes(documents: readonly BooksDocument[]): Uint8Array {
  for (const document of documents) ensureBalanced(document);
  const text = Buffer.from(canonicalJson(documentsCodec.toJson(documents)));
  const packed = brotliCompressSync(text, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: QUALITY,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
    },
  });
  return Buffer.concat([Buffer.from([VERSION]), packed]);
}

/**
 * The documents of a block, in order. Throws when one does not balance, or on bytes that are not `booksBlockBytes`'s
 * work.
 */
export function documentsIn(bytes: Uint8Array): BooksDocument[] {
  const documents = documentsUncheckedIn(bytes);
  for (const document of documents) ensureBalanced(document);
  return documents;
}

/**
 * One document of a block, by its place; undefined where the block has none there. Reads no other one: of a hundred,
 * that is most of the work.
 */
export function documentIn(bytes: Uint8Array, index: number): BooksDocument | undefined {
  const json = jsonIn(bytes)[index];
  if (json === undefined) return undefined;
  const document = documentCodec.fromJson(json, `documents[${index}]`);
  ensureBalanced(document);
  return document;
}

/** The documents of a block as they are, for the check that reports what is wrong with them. */
export const documentsUncheckedIn = (bytes: Uint8Array): BooksDocument[] => [
  ...documentsCodec.fromJson(jsonIn(bytes), 'documents'),
];

function jsonIn(bytes: Uint8Array): readonly JsonValue[] {
  invariant(bytes[0] === VERSION, `a block of books of version ${VERSION}, got ${bytes[0]}`);
  const text = brotliDecompressSync(bytes.subarray(1), { maxOutputLength: INFLATED_BYTES_MAX });
  const json = JSON.parse(text.toString('utf8')) as JsonValue;
  invariant(Array.isArray(json), 'a block of books is a list of documents');
  return json as readonly JsonValue[];
}
