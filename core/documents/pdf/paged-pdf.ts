import type { DocumentLanguage, Party } from '../../contract/invoices/invoice.ts';
import type { FontBook } from './fonts.ts';
import { edge, page, type Sheet, sheetOf, styles } from './sheet.ts';
import { TaggedPdf } from './tagged-pdf.ts';
import { filled, textsByLanguage } from './texts/texts.ts';
import { taxNumberText } from './words.ts';
import { FROM_LEFT } from './writing-order.ts';

/** What pages are about. */
export interface PagedFacts {
  /** What they are looked up by. */
  readonly name: string;
  readonly seller: Party;
  readonly buyer: Party;
  readonly language: DocumentLanguage;
  readonly dated: Date;
  /** As CII, where they are an invoice. */
  readonly invoice: Uint8Array | undefined;
  /** What is written large behind everything. */
  readonly stamp: string | undefined;
}

/** Pages as PDF, with what `flow` puts on them, and at the foot of each who sells, and which page it is. */
export function pagedPdf(
  facts: PagedFacts,
  fonts: FontBook,
  flow: (sheet: Sheet) => void,
): Promise<Uint8Array> {
  const { name, seller, buyer, language, dated, invoice, stamp } = facts;
  const texts = textsByLanguage[language];
  const pdf = new TaggedPdf(
    {
      ...{ title: name, author: seller.name, subject: buyer.name },
      ...{ language, dated, invoice },
    },
    [page.width, page.height],
  );
  const bytes = collected(pdf);
  fonts.forgetGlyphs();
  const sheet = sheetOf(pdf, fonts, { texts, stamp });
  flow(sheet);
  sheet.onEachPage((place) => {
    sheet.hairline(FOOTER_TOP);
    sheet.as('Pagination', () => drawFooter(sheet, facts, place));
  });
  pdf.end();
  return bytes;
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

function drawFooter(
  sheet: Sheet,
  { name: own, seller }: PagedFacts,
  { number, count }: { readonly number: number; readonly count: number },
): void {
  const { texts } = sheet;
  const { name, taxNumber, registrationNumber } = seller;
  const facts = [
    `${FROM_LEFT}${name}`,
    ...(taxNumber === undefined ? [] : [taxNumberText(texts, taxNumber)]),
    ...(registrationNumber === undefined ? [] : [registrationNumber]),
  ].join('  ·  ');
  const place = filled(texts.footer.page, { name: own, number, count });
  const y = FOOTER_TOP;
  const room = edge.right - edge.left - sheet.pen.widthOf(place, styles.small) - 16;
  const [shown = ''] = sheet.pen.wrapped(facts, room, styles.small);
  sheet.pen.write(shown, { x: edge.left, baseline: y + 13 }, styles.small);
  sheet.pen.writeLeftOf(place, { x: edge.right, baseline: y + 13 }, styles.small);
}
