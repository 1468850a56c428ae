import type { DocumentContent } from '../../contract/invoices/invoice.ts';
import { documentCii } from '../cii/document-cii.ts';
import type { Picture } from '../logo/picture.ts';
import { flowClosing } from './closing.ts';
import { headOf } from './document-head.ts';
import type { FontBook } from './fonts.ts';
import { headingStrips } from './heading.ts';
import { flowLines } from './line-table.ts';
import { pagedPdf } from './paged-pdf.ts';
import { type Texts, textsByLanguage } from './texts/texts.ts';
import { nameOf } from './words.ts';

/**
 * A document as PDF, in its language: the same document and fonts, the same bytes. Its dates are those of the document,
 * and nothing in it is random. `logo` is the picture that it names, where it names one; `proof` the address of what
 * proves that a public log has it.
 */
export function documentPdf(
  document: DocumentContent,
  fonts: FontBook,
  logo?: Picture,
  proof?: string,
): Promise<Uint8Array> {
  const language = document.language ?? 'en';
  const texts = textsByLanguage[language];
  const { seller, buyer } = document;
  const facts = {
    ...{ name: nameOf(texts, document), seller, buyer, language },
    dated: new Date(document.issuedAt ?? document.period.end),
    invoice: invoiceOf(document),
    stamp: stampOf(texts, document),
  };
  return pagedPdf(facts, fonts, (sheet) => {
    sheet.flow(headingStrips(sheet, headOf(texts, document), logo));
    flowLines(sheet, document);
    flowClosing(sheet, document, proof);
  });
}

/** The document as CII, where EN 16931 allows one. */
function invoiceOf(document: DocumentContent): Uint8Array | undefined {
  const isIssued = document.type !== 'statement' && document.number !== null;
  if (!isIssued || document.status === 'void') return undefined;
  const cii = documentCii(document);
  return 'xml' in cii ? new TextEncoder().encode(cii.xml) : undefined;
}

function stampOf({ stamps }: Texts, document: DocumentContent): string | undefined {
  // A statement that is not issued yet has no status of its own.
  if (document.status === 'draft' || document.issuedAt === null) return stamps.draft;
  return document.status === 'void' ? stamps.void : undefined;
}
