import type { DocumentContent } from '../../contract/invoices/invoice.ts';
import { documentCii } from '../cii/document-cii.ts';
import type { Picture } from '../logo/picture.ts';
import { flowClosing } from './closing.ts';
import type { FontBook } from './fonts.ts';
import { headingStrips } from './heading.ts';
import { flowLines } from './line-table.ts';
import { edge, page, type Sheet, sheetOf, styles } from './sheet.ts';
import { TaggedPdf } from './tagged-pdf.ts';
import { filled, type Texts, textsByLanguage } from './texts/texts.ts';
import { nameOf, taxNumberText } from './words.ts';
import { FROM_LEFT } from './writing-order.ts';

/**
 * A document as PDF, in its language: the same document and fonts, the same bytes. Its dates are those of the document,
 * and nothing in it is random. `logo` is the picture that it names, where it names one.
 */
export function documentPdf(
  document: DocumentContent,
  fonts: FontBook,
  logo?: Picture,
): Promise<Uint8Array> {
  const language = document.language ?? 'en';
  const texts = textsByLanguage[language];
  const pdf = new TaggedPdf(
    {
      title: nameOf(texts, document),
      author: document.seller.name,
      subject: document.buyer.name,
      language,
      dated: new Date(document.issuedAt ?? document.period.end),
      invoice: invoiceOf(document),
    },
    [page.width, page.height],
  );
  const bytes = collected(pdf);
  fonts.forgetGlyphs();
  const sheet = sheetOf(pdf, fonts, { texts, stamp: stampOf(texts, document) });
  sheet.flow(headingStrips(sheet, document, logo));
  flowLines(sheet, document);
  flowClosing(sheet, document);
  sheet.onEachPage((place) => {
    sheet.hairline(FOOTER_TOP);
    sheet.as('Pagination', () => drawFooter(sheet, document, place));
  });
  pdf.end();
  return bytes;
}

/** The document as CII, where EN 16931 allows one. */
function invoiceOf(document: DocumentContent): Uint8Array | undefined {
  const isIssued = document.type !== 'statement' && document.number !== null;
  if (!isIssued || document.status === 'void') return undefined;
  const cii = documentCii(document);
  return 'xml' in cii ? new TextEncoder().encode(cii.xml) : undefined;
}

const FOOTER_TOP = page.height - 40;

function collected(pdf: TaggedPdf): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
  });
}

function stampOf({ stamps }: Texts, document: DocumentContent): string | undefined {
  // A statement that is not issued yet has no status of its own.
  if (document.status === 'draft' || document.issuedAt === null) return stamps.draft;
  return document.status === 'void' ? stamps.void : undefined;
}

function drawFooter(
  sheet: Sheet,
  document: DocumentContent,
  { number, count }: { readonly number: number; readonly count: number },
): void {
  const { texts } = sheet;
  const { name, taxNumber, registrationNumber } = document.seller;
  const facts = [
    `${FROM_LEFT}${name}`,
    ...(taxNumber === undefined ? [] : [taxNumberText(texts, taxNumber)]),
    ...(registrationNumber === undefined ? [] : [registrationNumber]),
  ].join('  ·  ');
  const place = filled(texts.footer.page, { name: nameOf(texts, document), number, count });
  const y = FOOTER_TOP;
  const room = edge.right - edge.left - sheet.pen.widthOf(place, styles.small) - 16;
  const [shown = ''] = sheet.pen.wrapped(facts, room, styles.small);
  sheet.pen.write(shown, { x: edge.left, baseline: y + 13 }, styles.small);
  sheet.pen.writeLeftOf(place, { x: edge.right, baseline: y + 13 }, styles.small);
}
