import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logos } from '../../core/catalog/ports.ts';
import type { DocumentContent } from '../../core/contract/invoices/invoice.ts';
import { drawWithLogo } from '../../core/documents/logo/draw-with-logo.ts';
import type { Picture } from '../../core/documents/logo/picture.ts';
import type { DrawPdf } from '../../core/documents/rendered-form.ts';

type Draw = (document: DocumentContent, logo: Picture | undefined) => Promise<Uint8Array>;

/**
 * Draws with the font files of a folder, which has them under the same paths as `fonts/`. The program that draws
 * and the files are loaded with the first document, not with the function.
 */
export function pdfFromFonts(folder: string, logos: Pick<Logos, 'get'>): DrawPdf {
  let loading: Promise<Draw> | undefined;
  return drawWithLogo(logos, async (document, logo) => {
    loading ??= load(folder);
    return (await loading)(document, logo);
  });
}

async function load(folder: string): Promise<Draw> {
  const [{ documentPdf }, { fontBook }] = await Promise.all([
    import('../../core/documents/pdf/document-pdf.ts'),
    import('../../core/documents/pdf/fonts.ts'),
  ]);
  const fonts = fontBook((path) => readFileSync(join(folder, path)));
  return (document, logo) => documentPdf(document, fonts, logo);
}
