import type { DocumentsMessage } from '../billing/run/documents-message.ts';
import {
  type DocumentContent,
  type DocumentForm,
  documentForms,
} from '../contract/invoices/invoice.ts';
import { inParallel } from '../kernel/in-parallel.ts';
import { InvariantViolation } from '../kernel/invariant.ts';
import { type AnnouncedBlock, type AnnouncingPorts, announcedBlocks } from './announced-blocks.ts';
import { BlockForms } from './block-forms.ts';
import type { DocumentForms } from './part.ts';
import type { BlockAt, Forms, StoredForm } from './ports.ts';
import {
  type DrawOwn,
  type DrawPdf,
  hasForm,
  type NoSuchForm,
  renderedForm,
} from './rendered-form.ts';

/** What issued documents are kept with. */
export interface KeepingPorts {
  readonly forms: Forms;
  readonly drawPdf: DrawPdf;
}

/** What announced documents are read from, and kept with. */
export interface AnnouncedPorts extends KeepingPorts, AnnouncingPorts {}

/** Drawing takes the processor, keeping takes time: while one is put, another is drawn. */
const BLOCKS_AT_ONCE = 4;
const HEADS_AT_ONCE = 16;
/** A part of more is put, and another begun. It is held in memory twice. */
const PART_BYTES_MAX = 8 * 1024 * 1024;
/** Others make a function look again; each time one of them has got on. */
const ATTEMPTS_MAX = 20;

interface Failure {
  readonly id: string;
  readonly error: unknown;
}

/**
 * Keeps every form of the documents that a message names, and of those that share a block with them; of those that are
 * kept, nothing is done again. One that fails holds up none of the others; then all of the message is to be delivered
 * again.
 */
export async function keepAnnounced(
  ports: AnnouncedPorts,
  { tenant, ids }: DocumentsMessage,
): Promise<void> {
  const { blocks, missing } = await announcedBlocks(ports, tenant, ids);
  const failures = await inParallel(BLOCKS_AT_ONCE, blocks, async (block) => {
    try {
      return await keepBlock(ports, tenant, block);
    } catch (error) {
      return [{ id: `block ${block.seq}`, error }];
    }
  });
  const unknown = missing.map((id) => ({
    id,
    error: new InvariantViolation(`the books have ${id}, as was announced`),
  }));
  const [first, ...others] = [...failures.flat(), ...unknown];
  if (first === undefined) return;
  throw new Error(`${first.id} and ${others.length} other documents were not kept`, {
    cause: first.error,
  });
}

async function keepBlock(
  { forms, drawPdf }: KeepingPorts,
  tenant: string,
  { seq, documents }: AnnouncedBlock,
): Promise<readonly Failure[]> {
  const kept = new BlockForms(forms, { tenant, block: seq });
  await kept.catchUp();
  const missing = documents.filter(({ id }) => !kept.has(id));
  const failures: Failure[] = [];
  let batch: DocumentForms[] = [];
  for (const document of await withoutThoseAlone(forms, tenant, missing)) {
    try {
      batch.push(await drawn(document, documentForms, (one) => drawPdf(one, tenant)));
    } catch (error) {
      failures.push({ id: document.id, error });
    }
    if (bytesOf(batch) < PART_BYTES_MAX) continue;
    await keepAll(kept, batch);
    batch = [];
  }
  if (batch.length > 0) await keepAll(kept, batch);
  return failures;
}

/** Appends those that nobody else has put meanwhile. */
async function keepAll(kept: BlockForms, batch: readonly DocumentForms[]): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const missing = batch.filter(({ id }) => !kept.has(id));
    if (missing.length === 0 || (await kept.append(missing))) return;
    await kept.catchUp();
  }
  throw new Error(`gave up keeping ${batch[0]?.id ?? ''} after ${ATTEMPTS_MAX} attempts`);
}

/**
 * Without the documents that an earlier version kept one by one. It put JSON last: where that is, the other forms are.
 * It began with a block's first document, so that a block without that is not asked for the others. If it has one all
 * the same, that is drawn and put in vain, as a form that stands by itself is the one that is answered.
 */
async function withoutThoseAlone(
  forms: Forms,
  tenant: string,
  documents: readonly DocumentContent[],
): Promise<readonly DocumentContent[]> {
  const isAlone = ({ id }: DocumentContent) => forms.hasAlone({ tenant, id, form: 'json' });
  const [first, ...others] = documents;
  if (first === undefined || !(await isAlone(first))) return documents;
  const alone = await inParallel(HEADS_AT_ONCE, others, isAlone);
  return others.filter((_, index) => alone[index] === false);
}

/**
 * A form of an issued document as it is kept; drawn and kept now where it is missing, with all others of the document.
 *
 * Why nobody is answered bytes that are not those kept: what an earlier version put by itself comes first, and is never
 * put any more; then the block's forms. Whoever finds another's there, or is not told whether its own are, reads.
 */
export async function keepForm(
  { forms, drawPdf }: KeepingPorts,
  { tenant, block }: BlockAt,
  { document, form }: { readonly document: DocumentContent; readonly form: DocumentForm },
): Promise<StoredForm | NoSuchForm> {
  const { id } = document;
  const kept = new BlockForms(forms, { tenant, block });
  const [alone] = await Promise.all([forms.getAlone({ tenant, id, form }), kept.catchUp()]);
  if (alone !== undefined) return alone;
  const draw = (one: DocumentContent) => drawPdf(one, tenant);
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const there = await kept.read(id, form);
    if (there !== undefined) return there;
    if (!hasForm(document, form)) return renderedForm(document, form, draw);
    const own = await drawn(document, kept.has(id) ? [form] : documentForms, draw);
    if (!(await kept.append([own]))) await kept.catchUp();
  }
  throw new Error(`gave up keeping ${id} as ${form} after ${ATTEMPTS_MAX} attempts`);
}

/** Those of the forms that there are. */
async function drawn(
  document: DocumentContent,
  forms: readonly DocumentForm[],
  drawPdf: DrawOwn,
): Promise<DocumentForms> {
  const rendered = new Map<DocumentForm, StoredForm>();
  for (const form of forms) {
    const one = await renderedForm(document, form, drawPdf);
    if (!('obstacles' in one)) rendered.set(form, one);
  }
  return { id: document.id, forms: rendered };
}

const bytesOf = (batch: readonly DocumentForms[]): number =>
  batch
    .flatMap(({ forms }) => [...forms.values()])
    .reduce((sum, { bytes }) => sum + bytes.length, 0);
