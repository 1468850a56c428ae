import { reasonsOf } from '../billing/explain/reasons.ts';
import type { BillingRuns } from '../billing/run/ports.ts';
import type { Books } from '../books/books.ts';
import { contentFrom } from '../books/content.ts';
import type { BooksLog } from '../books/ports.ts';
import { findDocument, findNumber } from '../books/reading.ts';
import type { DocumentAnswer } from '../contract/invoices/document-shapes.ts';
import type { DocumentContent, DocumentLinks } from '../contract/invoices/invoice.ts';
import { draftFingerprint } from '../invoicing/close-periods.ts';
import type { Clock } from '../kernel/clock.ts';
import { Rejection } from '../kernel/rejection.ts';
import { paymentStateOf } from '../payments/payment-state.ts';
import { hasForm } from './rendered-form.ts';

/** What issued documents, and drafts that wait for a person, are looked up in. */
export interface FindingPorts {
  readonly books: Books;
  readonly log: BooksLog;
  readonly runs: Pick<BillingRuns, 'parkedDraft'>;
  readonly clock: Clock;
}

/** A document as it was issued or drafted, and with what is said of it beside. */
export interface FoundContent {
  readonly content: DocumentContent;
  readonly json: DocumentAnswer;
}

/** A document as it was issued, and the block of the books that it is in. */
export interface IssuedContent extends FoundContent {
  readonly block: number;
}

/** A document in the books, or a draft that waits for a person. @throws Rejection `invoice.not-found` */
export const findContent = async (
  ports: FindingPorts,
  tenant: string,
  idOrNumber: string,
): Promise<FoundContent> =>
  (await findIssued(ports, tenant, idOrNumber)) ?? (await findDraft(ports, tenant, idOrNumber));

/** A document that waits for a person. @throws Rejection `invoice.not-found` */
export async function findDraft(
  { runs }: Pick<FindingPorts, 'runs'>,
  tenant: string,
  id: string,
): Promise<FoundContent> {
  const parked = await runs.parkedDraft(tenant, id);
  if (parked?.draft === undefined) throw invoiceNotFound(id);
  const { code, detail, draft: content } = parked;
  const fingerprint = draftFingerprint(content);
  return {
    content,
    json: { ...content, ...besides(content), parked: { code, detail, fingerprint } },
  };
}

/** A document in the books and, of an invoice, what has become of it; undefined where they have none. */
export async function findIssued(
  ports: Omit<FindingPorts, 'runs'>,
  tenant: string,
  idOrNumber: string,
): Promise<IssuedContent | undefined> {
  const found =
    (await findDocument(ports, tenant, idOrNumber)) ?? (await byNumber(ports, tenant, idOrNumber));
  const content = found === undefined ? undefined : contentFrom(found.document);
  if (found === undefined || content === undefined) return undefined;
  const beside = besides(content);
  const { invoice: state, seq: block } = found;
  if (content.type !== 'invoice' || state === undefined) {
    return { content, block, json: { ...content, ...beside } };
  }
  const paymentState = paymentStateOf(state, found.document.currency, ports.clock.now());
  const json = { ...content, status: paymentState.status, ...beside, paymentState };
  return { content, block, json };
}

async function byNumber(
  ports: Pick<FindingPorts, 'books' | 'log'>,
  tenant: string,
  number: string,
) {
  const id = await findNumber(ports.books, tenant, number);
  return id === undefined ? undefined : findDocument(ports, tenant, id);
}

export const invoiceNotFound = (id: string): Rejection =>
  new Rejection(
    'invoice.not-found',
    `name an invoice by its id or number, got ${JSON.stringify(id.slice(0, 80))}`,
    { param: 'id' },
  );

/** What is said beside any document, and never kept with it. */
const besides = (content: DocumentContent) => ({
  documents: linksOf(content),
  reasons: reasonsOf(content),
});

/** Where a document's other forms are. */
function linksOf(document: DocumentContent): DocumentLinks {
  const to = (form: keyof DocumentLinks) => `/v1/invoices/${document.id}?format=${form}`;
  return {
    pdf: to('pdf'),
    csv: to('csv'),
    ...(hasForm(document, 'ubl') ? { ubl: to('ubl') } : {}),
    ...(hasForm(document, 'cii') ? { cii: to('cii') } : {}),
  };
}
