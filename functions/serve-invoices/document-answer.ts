import type { BillingDocumentOnTheWire } from '../../core/contract/invoice.ts';
import { documentCsv } from '../../core/documents/document-csv.ts';
import { documentUbl } from '../../core/documents/ubl/document-ubl.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { preferredType } from '../middleware/accept.ts';
import { type HttpAnswer, jsonAnswer, textAnswer } from '../middleware/http.ts';

const offered = ['application/json', 'text/csv', 'application/xml'] as const;

/**
 * A document as the `Accept` header likes it best. CSV and XML are functions of the document as it was issued, so the same invoice is
 * the same bytes whenever it is asked for; JSON also says what has become of it.
 * @throws Rejection `request.not-acceptable` for a form we do not have, `invoice.no-ubl` where EN 16931 allows none.
 */
export function documentAnswer(
  { content, json }: { readonly content: BillingDocumentOnTheWire; readonly json: object },
  accept: string | undefined,
): HttpAnswer {
  switch (preferredType(accept, offered)) {
    case 'application/json':
      return jsonAnswer(200, json);
    case 'text/csv':
      return textAnswer('text/csv; charset=utf-8', documentCsv(content));
    case 'application/xml':
      return textAnswer('application/xml', ublOf(content));
    case undefined:
      throw new Rejection(
        'request.not-acceptable',
        `accept one of ${offered.join(', ')}, got ${(accept ?? '').slice(0, 100)}`,
        { param: 'accept' },
      );
  }
}

function ublOf(content: BillingDocumentOnTheWire): string {
  if (content.type === 'statement' || content.number === null) {
    throw new Rejection(
      'invoice.no-ubl',
      'ask for UBL of an invoice or a credit note with a number',
    );
  }
  const result = documentUbl(content);
  if ('xml' in result) return result.xml;
  throw new Rejection(
    'invoice.no-ubl',
    `complete what EN 16931 asks for, then bill again: ${result.obstacles.slice(0, 5).join('; ')}`,
  );
}
