import type { DocumentContent } from '../../../core/contract/invoices/invoice.ts';
import type { Picture } from '../../../core/documents/logo/picture.ts';
import { documentPdf } from '../../../core/documents/pdf/document-pdf.ts';
import { installedFonts } from './font-files.ts';
import { objectsOf, type PdfObject, reference } from './pdf-objects.ts';

/** A document as PDF, opened. */
export interface File {
  readonly bytes: Uint8Array;
  readonly objects: ReadonlyMap<string, PdfObject>;
  readonly catalog: string;
  readonly metadata: string;
}

/** Draws a document, and opens it. */
export async function fileOf(
  document: DocumentContent,
  logo?: Picture,
  proof?: string,
): Promise<File> {
  const bytes = await documentPdf(document, installedFonts, logo, proof);
  const objects = objectsOf(bytes);
  const all = [...objects.values()];
  const catalog =
    all.find(({ dictionary }) => dictionary.includes('/Type /Catalog'))?.dictionary ?? '';
  const packet = objects.get(reference(catalog, 'Metadata'))?.stream ?? '';
  return { bytes, objects, catalog, metadata: Buffer.from(packet, 'latin1').toString('utf8') };
}
