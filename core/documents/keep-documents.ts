import type { DocumentsMessage } from '../billing/run/documents-message.ts';
import { type Books, readDocument } from '../books/books.ts';
import { contentFrom } from '../books/content.ts';
import type { BooksDocument } from '../books/document.ts';
import type { BooksLog } from '../books/ports.ts';
import type { DocumentContent, DocumentForm } from '../contract/invoices/invoice.ts';
import { inParallel } from '../kernel/in-parallel.ts';
import { invariant } from '../kernel/invariant.ts';
import type { FormAt, Forms, RenderedForm, StoredForm } from './ports.ts';
import { type DrawPdf, type NoSuchForm, renderedForm } from './rendered-form.ts';

/** What issued documents are kept with. */
export interface KeepingPorts {
  readonly forms: Forms;
  readonly drawPdf: DrawPdf;
}

/** What announced documents are read from, and kept with. */
export interface AnnouncedPorts extends KeepingPorts {
  readonly books: Books;
  readonly log: BooksLog;
}

/** Drawing takes the processor, keeping takes time: while some are put, another is drawn. */
const DOCUMENTS_AT_ONCE = 4;
const ATTEMPTS_MAX = 3;
/** A document's JSON is kept last: where it is, the others are. */
const LAST = 'json';
const FIRST = ['csv', 'ubl', 'pdf'] as const satisfies readonly DocumentForm[];

/**
 * A form of an issued document as it is kept; rendered and kept now where it is missing.
 *
 * Why a form is the same bytes for ever, whatever version of this program renders it and however many do at once: it is
 * put only where there is none, and nobody answers bytes that were not put. Whoever finds another's there, or is not
 * told whether its own are, reads.
 */
export async function keepForm(
  { forms, drawPdf }: KeepingPorts,
  tenant: string,
  { document, form }: { readonly document: DocumentContent; readonly form: DocumentForm },
): Promise<StoredForm | NoSuchForm> {
  const at = { tenant, id: document.id, form };
  const there = await forms.get(at);
  if (there !== undefined) return there;
  const rendered = await renderedForm(document, form, drawPdf);
  return 'obstacles' in rendered ? rendered : put(forms, at, rendered);
}

/**
 * Keeps every form of the documents that a message names; of those that are kept, nothing is done again. One that fails
 * holds up none of the others; then all of the message is to be delivered again.
 */
export async function keepAnnounced(
  ports: AnnouncedPorts,
  { tenant, ids }: DocumentsMessage,
): Promise<void> {
  const documents = await documentsOf(ports, tenant, ids);
  const failures = await inParallel(DOCUMENTS_AT_ONCE, documents, async (document) => {
    try {
      await keepEveryForm(ports, tenant, document);
      return [];
    } catch (error) {
      return [{ id: document.id, error }];
    }
  });
  const [first, ...others] = failures.flat();
  if (first === undefined) return;
  throw new Error(`${first.id} and ${others.length} other documents were not kept`, {
    cause: first.error,
  });
}

async function keepEveryForm(
  { forms, drawPdf }: KeepingPorts,
  tenant: string,
  document: DocumentContent,
): Promise<void> {
  const { id } = document;
  if (await forms.has({ tenant, id, form: LAST })) return;
  const keep = async (form: DocumentForm): Promise<void> => {
    const rendered = await renderedForm(document, form, drawPdf);
    if (!('obstacles' in rendered)) await put(forms, { tenant, id, form }, rendered);
  };
  await inParallel(FIRST.length, FIRST, keep);
  await keep(LAST);
}

async function put(forms: Forms, at: FormAt, form: RenderedForm): Promise<StoredForm> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    if ((await forms.put(at, form)) === 'put') return form;
    const there = await forms.get(at);
    if (there !== undefined) return there;
  }
  throw new Error(`gave up keeping ${at.id} as ${at.form} after ${ATTEMPTS_MAX} attempts`);
}

/** The documents as they were issued. Documents of one block are read together. */
async function documentsOf(
  { books, log }: AnnouncedPorts,
  tenant: string,
  ids: readonly string[],
): Promise<readonly DocumentContent[]> {
  const keys = ids.map((id) => ({ kind: 'document', id }) as const);
  const page = await books.read(tenant, { cells: keys });
  const blocks = new Map<number, ReturnType<BooksLog['readOne']>>();
  const once: Pick<BooksLog, 'readOne'> = {
    readOne: (_, seq) => {
      const block = blocks.get(seq) ?? log.readOne(tenant, seq);
      blocks.set(seq, block);
      return block;
    },
  };
  return Promise.all(
    keys.map(async (key) => {
      const cell = page.at(key);
      invariant(cell !== undefined, `the books have ${key.id}, as was announced`);
      return issuedContent(await readDocument(once, tenant, cell));
    }),
  );
}

function issuedContent(document: BooksDocument): DocumentContent {
  const content = contentFrom(document);
  invariant(content !== undefined, `${document.id} is a ${document.kind}, which has no forms`);
  return content;
}
