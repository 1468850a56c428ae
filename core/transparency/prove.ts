import type { Books } from '../books/books.ts';
import type { BooksDocument } from '../books/document.ts';
import type { DocumentPlace } from '../books/document-entry.ts';
import { contentOf } from '../books/kinds/kinds.ts';
import type { BooksLog } from '../books/ports.ts';
import { findDocument, idNamed } from '../books/reading.ts';
import type { Plans } from '../catalog/ports.ts';
import type { Clock } from '../kernel/clock.ts';
import { inParallel } from '../kernel/in-parallel.ts';
import { invariant } from '../kernel/invariant.ts';
import { canonicalText } from '../kernel/json.ts';
import { Rejection } from '../kernel/rejection.ts';
import { rfc3339 } from '../kernel/timestamp.ts';
import { entriesFrom } from '../tlog/entries.ts';
import { verifierKeyText } from '../tlog/note.ts';
import { consistencyRanges, inclusionRanges } from '../tlog/proofs.ts';
import {
  hashesOf,
  rangeHashes,
  sizeOfEdge,
  TILE_WIDTH,
  tilePath,
  tilesFor,
} from '../tlog/tiles.ts';
import { tlogProofText } from '../tlog/tlog-proof.ts';
import type { LeafRange, TreeHash } from '../tlog/tree.ts';
import { entryOf, openerOf, openingOf } from './commitment.ts';
import type { CosignedLogs } from './cosigned-log.ts';
import { nextLook } from './next-look.ts';
import type {
  LogId,
  LogSigner,
  LogSpans,
  LogTiles,
  OpenerSalts,
  YearLog,
  YearLogs,
} from './ports.ts';
import { shownCheckpoint } from './shown-checkpoint.ts';
import { type ProofPrices, shownPrices } from './shown-prices.ts';
import { originOf } from './year-log.ts';

export interface ProofPorts {
  readonly logs: YearLogs;
  readonly spans: LogSpans;
  readonly tiles: LogTiles;
  readonly salts: OpenerSalts;
  /** By which it is said when the books are looked at next. */
  readonly clock?: Clock | undefined;
  /** Where witnesses are asked. */
  readonly cosigned?: Pick<CosignedLogs, 'get'> | undefined;
}

const READS_AT_ONCE = 8;

/**
 * That a document is in the log, as a text to hand on: C2SP tlog-proof, whose `extra` is what the entry opens to. The
 * prices that go with it are not in the entry: the document has their digests.
 * @throws Rejection `proof.not-yet` where the log has not come to it, `proof.erased` where nobody can open it any more
 */
export async function documentProof(
  ports: ProofPorts,
  tenant: string,
  placed: DocumentPlace & { readonly document: BooksDocument },
  prices: readonly ProofPrices[] = [],
): Promise<string> {
  const span = await ports.spans.find(tenant, placed.seq);
  const log = span === undefined ? undefined : await ports.logs.get(span);
  if (span === undefined || log === undefined) throw notYet(ports.clock);
  const index = indexIn(span, placed);
  const size = sizeOfEdge(log.edge);
  if (index === undefined || index >= size) throw notYet(ports.clock);
  const salt = (await ports.salts.find(tenant, [openerOf(placed.document)])).get(
    openerOf(placed.document),
  );
  if (salt === undefined) throw erased();
  const opening = openingOf(placed, salt);
  // Whoever comes again after an erasure has another salt, which opens nothing of before.
  const entry = await entryAt(ports.tiles, log, index);
  if (Buffer.compare(entryOf(opening), entry) !== 0) throw erased();
  const extra = canonicalText({
    ...{ salt: Buffer.from(opening.salt).toString('base64'), text: opening.text },
    ...(prices.length === 0 ? {} : { prices }),
  });
  const shown = await shownCheckpoint(ports.cosigned, log);
  // What is newer than the checkpoint that is shown is proven by its own.
  const by = index < shown.size ? shown : { note: log.note, size };
  const hashes = await hashesFor(ports.tiles, log, inclusionRanges(index, by.size));
  return tlogProofText({ extra: Buffer.from(extra), index, hashes, checkpoint: by.note });
}

function indexIn(
  { seq, index, documents }: { seq: number; index: number; documents: readonly number[] },
  place: DocumentPlace,
): number | undefined {
  const blocks = place.seq - seq;
  if (blocks >= documents.length) return undefined;
  return documents.slice(0, blocks).reduce((sum, count) => sum + count, index) + place.index;
}

/** An entry as it is in the log. */
export async function entryAt(tiles: LogTiles, log: YearLog, index: number): Promise<Uint8Array> {
  const tile = Math.floor(index / TILE_WIDTH);
  const width = Math.min(TILE_WIDTH, sizeOfEdge(log.edge) - tile * TILE_WIDTH);
  const path = tilePath({ level: 'entries', index: tile, width });
  const bytes = await tiles.get(log, path);
  const entry = bytes === undefined ? undefined : entriesFrom(bytes)[index % TILE_WIDTH];
  invariant(entry !== undefined, `${path} was put before the checkpoint that has it`);
  return entry;
}

/**
 * The same of an invoice, credit note or statement, by its id or number.
 * @throws Rejection `invoice.not-found`, and as `documentProof`
 */
export async function invoiceProof(
  ports: ProofPorts & {
    readonly books: Books;
    readonly log: BooksLog;
    readonly plans: Pick<Plans, 'get'>;
  },
  tenant: string,
  idOrNumber: string,
): Promise<string> {
  const found = await findDocument(ports, tenant, await idNamed(ports.books, tenant, idOrNumber));
  const isShown = found !== undefined && contentOf(found.document) !== undefined;
  if (found !== undefined && (isShown || found.document.kind === 'void'))
    return documentProof(
      ports,
      tenant,
      found,
      await shownPrices(ports.plans, tenant, found.document),
    );
  if (found?.document.kind === 'payee-statement')
    throw new Rejection(
      'invoice.not-found',
      `ask for GET /v1/payee-statements/${idOrNumber}/proof: ${idOrNumber} is a statement of a payee`,
    );
  throw new Rejection(
    'invoice.not-found',
    `use an id or a number from GET /v1/invoices, got ${idOrNumber}: a draft is proven once it is issued`,
  );
}

/**
 * The hashes that prove that nothing of a log of `from` entries was changed or taken away since: up to `to` entries, or
 * as many as there are.
 * @throws Rejection `proof.size-unknown`
 */
export async function consistencyProof(
  { logs, tiles, clock }: Pick<ProofPorts, 'logs' | 'tiles' | 'clock'>,
  id: LogId,
  { from, to }: { readonly from: number; readonly to: number | undefined },
): Promise<{ readonly from: number; readonly to: number; readonly hashes: readonly TreeHash[] }> {
  const log = await knownLog({ logs, clock }, id);
  const size = sizeOfEdge(log.edge);
  const until = to ?? size;
  if (from < 1 || from > until || until > size) throw sizeUnknown({ from, until, size });
  const hashes = await hashesFor(tiles, log, consistencyRanges(from, until));
  return { from, to: until, hashes };
}

/**
 * The key that checkpoints of a log are signed with, as a C2SP verifier key.
 * @throws Rejection `log.not-found`, `log.unsigned`
 */
export async function logKey(
  {
    logs,
    signer,
    host,
    clock,
  }: Pick<ProofPorts, 'logs' | 'clock'> & { readonly signer: LogSigner; readonly host: string },
  id: LogId,
): Promise<string> {
  await knownLog({ logs, clock }, id);
  const publicKey = await signer.publicKey();
  if (publicKey === 'unavailable')
    throw new Rejection('log.unsigned', 'ask again: the key of the log does not answer now');
  return verifierKeyText({ name: originOf(host, id), algorithm: signer.algorithm, publicKey });
}

/** @throws Rejection `log.not-found` */
export async function knownLog(
  { logs, clock }: Pick<ProofPorts, 'logs' | 'clock'>,
  id: LogId,
): Promise<YearLog> {
  const log = await logs.get(id);
  if (log !== undefined && log.note !== '') return log;
  throw new Rejection(
    'log.not-found',
    `ask for a tenant and a year in which its books have documents: a log begins ${lookedNext(clock)}`,
  );
}

/** When what is in the books by now is published. */
const lookedNext = (clock: ProofPorts['clock']): string =>
  clock === undefined
    ? 'some minutes after the first of them'
    : `with what is in them at ${rfc3339(nextLook(clock.now()))}, when they are looked at next`;

/** A tree only grows, so that a range of an earlier size is in the tiles of the present one. */
export async function hashesFor(
  tiles: LogTiles,
  log: YearLog,
  ranges: readonly LeafRange[],
): Promise<readonly TreeHash[]> {
  const size = sizeOfEdge(log.edge);
  const read = await inParallel(READS_AT_ONCE, tilesFor(ranges, size), async (place) => {
    const path = tilePath(place);
    const bytes = await tiles.get(log, path);
    invariant(bytes !== undefined, `${path} was put before the checkpoint that needs it`);
    return [path, hashesOf(bytes)] as const;
  });
  return rangeHashes(ranges, size, new Map(read));
}

const notYet = (clock: ProofPorts['clock']): Rejection =>
  new Rejection(
    'proof.not-yet',
    `ask again ${clock === undefined ? 'in some minutes' : `a minute after ${rfc3339(nextLook(clock.now()))}`}: the log is written behind the books, and has not come to this document yet`,
  );

const erased = (): Rejection =>
  new Rejection(
    'proof.erased',
    'nobody can open this entry any more: whom the document is of was erased, and the log has a commitment alone',
  );

const sizeUnknown = ({ from, until, size }: { from: number; until: number; size: number }) =>
  new Rejection(
    'proof.size-unknown',
    `use sizes of this log, from 1 to ${size}, the earlier one first: got ${from} and ${until}`,
  );
