import type { Books } from '../books/books.ts';
import { readDocument } from '../books/books.ts';
import type { BooksDocument } from '../books/document.ts';
import { type DocumentEntry, type DocumentPlace, placeOrder } from '../books/document-entry.ts';
import { payeeDocumentsBefore } from '../books/payee-documents.ts';
import type { BooksLog } from '../books/ports.ts';
import { findDocument, idNamed } from '../books/reading.ts';
import { inParallel } from '../kernel/in-parallel.ts';
import { Rejection } from '../kernel/rejection.ts';
import { documentProof, type ProofPorts } from './prove.ts';

/** A statement of a payee, and a page of what it adds up. */
interface PayeeProofs {
  readonly statement: string;
  readonly documents: readonly {
    readonly id: string;
    readonly kind: string;
    readonly proof: string;
  }[];
  /** Before which the next page begins; undefined after the last. */
  readonly next: DocumentPlace | undefined;
}

type Ports = ProofPorts & { readonly books: Books; readonly log: BooksLog };

const DOCUMENTS_MAX = 50;
const PROOFS_AT_ONCE = 8;

/**
 * That a statement is in the log, and the documents of its payee and currency since the one before it, the latest
 * first: those before a place, or all.
 * @throws Rejection `payee-statement.not-found`, and as `documentProof`
 */
export async function payeeStatementProof(
  ports: Ports,
  tenant: string,
  { id, before }: { readonly id: string; readonly before?: DocumentPlace | undefined },
): Promise<PayeeProofs> {
  const found = await findDocument(ports, tenant, await idNamed(ports.books, tenant, id));
  if (found?.document.kind !== 'payee-statement')
    throw new Rejection(
      'payee-statement.not-found',
      `use an id or a number from GET /v1/payee-statements, got ${id}`,
    );
  const { payee, currency } = found.document;
  const behind: DocumentEntry[] = [];
  const from = before !== undefined && placeOrder(before, found) < 0 ? before : found;
  for await (const entry of payeeDocumentsBefore(ports.books, tenant, { payee, before: from })) {
    if (entry.currency !== currency) continue;
    if (entry.kind === 'payee-statement' || behind.length > DOCUMENTS_MAX) break;
    behind.push(entry);
  }
  const page = behind.slice(0, DOCUMENTS_MAX);
  return {
    statement: await documentProof(ports, tenant, found),
    documents: await inParallel(PROOFS_AT_ONCE, page, async ({ id: own, kind, seq, index }) => {
      const document: BooksDocument = await readDocument(ports.log, tenant, {
        seq,
        index,
        id: own,
      });
      const proof = await documentProof(ports, tenant, { seq, index, document });
      return { id: own, kind, proof };
    }),
    next: behind.length > DOCUMENTS_MAX ? page.at(-1) : undefined,
  };
}
