import type { DocumentContent, DocumentForm } from '../contract/invoices/invoice.ts';
import { sha256 } from '../kernel/digest.ts';
import { documentCsv } from './document-csv.ts';
import { documentJson } from './document-json.ts';
import type { StoredForm } from './ports.ts';
import { documentUbl, type UblResult } from './ubl/document-ubl.ts';
import { ublObstacles } from './ubl/ubl-obstacles.ts';

/** Draws a document as PDF: `documentPdf`, with the fonts it needs. */
export type DrawPdf = (document: DocumentContent) => Promise<Uint8Array>;

/** Why there is no such form of a document: what to complete before there can be. */
export interface NoSuchForm {
  readonly obstacles: readonly [string, ...string[]];
}

/** A document in one form; only UBL may have obstacles. */
export async function renderedForm(
  document: DocumentContent,
  form: DocumentForm,
  drawPdf: DrawPdf,
): Promise<StoredForm | NoSuchForm> {
  const bytes = await bytesOf(document, form, drawPdf);
  if ('obstacles' in bytes) return bytes;
  return { bytes, sha256: sha256(bytes) };
}

/** Whether EN 16931 has a form for the document as it is. */
export const hasUbl = (document: DocumentContent): boolean =>
  isNumbered(document) && ublObstacles(document).length === 0;

async function bytesOf(
  document: DocumentContent,
  form: DocumentForm,
  drawPdf: DrawPdf,
): Promise<Uint8Array | NoSuchForm> {
  switch (form) {
    case 'json':
      return documentJson(document);
    case 'csv':
      return new TextEncoder().encode(documentCsv(document));
    case 'pdf':
      return drawPdf(document);
    case 'ubl': {
      const result = ublOf(document);
      return 'xml' in result ? new TextEncoder().encode(result.xml) : result;
    }
  }
}

const ublOf = (document: DocumentContent): UblResult =>
  isNumbered(document)
    ? documentUbl(document)
    : { obstacles: ['ask for UBL of an invoice or a credit note with a number'] };

type Numbered = Exclude<DocumentContent, { readonly type: 'statement' }>;

const isNumbered = (document: DocumentContent): document is Numbered =>
  document.type !== 'statement' && document.number !== null;
