import type {
  CreditNote,
  DocumentContent,
  DocumentForm,
  Invoice,
} from '../contract/invoices/invoice.ts';
import { electronicObstacles } from '../invoicing/electronic-obstacles.ts';
import { sha256 } from '../kernel/digest.ts';
import { documentCii } from './cii/document-cii.ts';
import { documentCsv } from './document-csv.ts';
import { documentJson } from './document-json.ts';
import type { StoredForm } from './ports.ts';
import { documentUbl, ublProfileOf } from './ubl/document-ubl.ts';

/** Draws a document as PDF: `documentPdf`, with the fonts it needs. */
export type DrawPdf = (document: DocumentContent, tenant: string) => Promise<Uint8Array>;

/** The same, of a tenant. */
export type DrawOwn = (document: DocumentContent) => Promise<Uint8Array>;

/** Why there is no such form of a document: what to complete before there can be. */
export interface NoSuchForm {
  readonly obstacles: readonly [string, ...string[]];
}

/** A document in one form; only UBL and CII may have obstacles. */
export async function renderedForm(
  document: DocumentContent,
  form: DocumentForm,
  drawPdf: DrawOwn,
): Promise<StoredForm | NoSuchForm> {
  const bytes = await bytesOf(document, form, drawPdf);
  if ('obstacles' in bytes) return bytes;
  return { bytes, sha256: sha256(bytes) };
}

/** Whether a document has such a form: UBL and CII are not of all. */
export function hasForm(document: DocumentContent, form: DocumentForm): boolean {
  if (form !== 'ubl' && form !== 'cii') return true;
  if (!isNumbered(document)) return false;
  const profile = form === 'ubl' ? ublProfileOf(document) : 'en16931';
  return electronicObstacles(document, profile).length === 0;
}

async function bytesOf(
  document: DocumentContent,
  form: DocumentForm,
  drawPdf: DrawOwn,
): Promise<Uint8Array | NoSuchForm> {
  switch (form) {
    case 'json':
      return documentJson(document);
    case 'csv':
      return new TextEncoder().encode(documentCsv(document));
    case 'pdf':
      return drawPdf(document);
    case 'ubl':
      return xmlOf(document, documentUbl);
    case 'cii':
      return xmlOf(document, documentCii);
  }
}

function xmlOf(
  document: DocumentContent,
  write: (document: Numbered) => { readonly xml: string } | NoSuchForm,
): Uint8Array | NoSuchForm {
  if (!isNumbered(document)) {
    return { obstacles: ['ask for UBL or CII of an invoice or a credit note with a number'] };
  }
  const result = write(document);
  return 'xml' in result ? new TextEncoder().encode(result.xml) : result;
}

type Numbered = Invoice | CreditNote;

const isNumbered = (document: DocumentContent): document is Numbered =>
  document.type !== 'statement' && document.number !== null;
