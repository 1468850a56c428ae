import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DrawPdf } from '../../core/documents/rendered-form.ts';

/**
 * Draws with the font files of a folder, which has them under the same paths as `fonts/`. The program that draws
 * and the files are loaded with the first document, not with the function.
 */
export function pdfFromFonts(folder: string): DrawPdf {
  let loading: Promise<DrawPdf> | undefined;
  return async (document) => {
    loading ??= load(folder);
    return (await loading)(document);
  };
}

async function load(folder: string): Promise<DrawPdf> {
  const [{ documentPdf }, { fontBook }] = await Promise.all([
    import('../../core/documents/pdf/document-pdf.ts'),
    import('../../core/documents/pdf/fonts.ts'),
  ]);
  const fonts = fontBook((path) => readFileSync(join(folder, path)));
  return (document) => documentPdf(document, fonts);
}
