import type { DocumentContent, DocumentForm } from '../../../core/contract/invoices/invoice.ts';
import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import type { ClosingRequest } from '../../../core/invoicing/closing-request.ts';
import { type InMemoryForms, inMemoryForms } from '../../fakes/forms.ts';
import { aCharge, aClosing, aMonth, someBooks, someTerms } from '../../fixtures/invoicing.ts';

export const tenant = 'acme';
/** Where the documents of one closing are. */
export const block = { tenant, block: 1 };
export const forms = [
  'json',
  'pdf',
  'csv',
  'ubl',
  'cii',
] as const satisfies readonly DocumentForm[];

export const closingOf = (customer: string, price = '0.001'): ClosingRequest =>
  aClosing({
    terms: someTerms({ customer }),
    current: aMonth('2026-01', [aCharge('1000', price)]),
  });

/** Books with closed months, and what their documents are kept with. Each PDF that is drawn has other bytes. */
export async function someKeeping(requests: readonly ClosingRequest[] = [closingOf('press')]) {
  const { books, log, clock } = someBooks();
  const outcomes = await closePeriods({ books, clock }, tenant, requests);
  const documents = outcomes.flatMap((outcome) =>
    outcome.status === 'closed' ? [outcome.document] : [],
  );
  const drawn: string[] = [];
  const ports = {
    books,
    log,
    forms: inMemoryForms(),
    drawPdf: async ({ id }: DocumentContent) => {
      drawn.push(id);
      return new TextEncoder().encode(`PDF ${drawn.length} of ${id}`);
    },
  };
  const ids = documents.map(({ id }) => id);
  return { ports, documents, ids, drawn, id: ids[0] ?? '' };
}

export const keptOf = ({ kept }: InMemoryForms, id: string) =>
  forms.filter((form) => kept.has(`${tenant} ${id} ${form}`));

export const contentOf = ({ content }: { readonly content: string }) =>
  JSON.parse(content) as DocumentContent;
