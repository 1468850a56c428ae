import { documentsIn } from '../books/block.ts';
import type { BooksDocument } from '../books/document.ts';
import type { DocumentPlace } from '../books/document-entry.ts';
import type { BooksLog, StoredBooksBlock } from '../books/ports.ts';
import type { TimeLeft } from '../kernel/clock.ts';
import { inParallel } from '../kernel/in-parallel.ts';
import { invariant } from '../kernel/invariant.ts';
import type { PutOutcome } from '../kernel/log.ts';
import type { Random } from '../kernel/random.ts';
import { type Timestamp, timestampOf } from '../kernel/timestamp.ts';
import { checkpointText } from '../tlog/checkpoint.ts';
import { entriesFrom, entryTiles } from '../tlog/entries.ts';
import { ed25519Line, noteText } from '../tlog/note.ts';
import { grown, rootOf, sizeOfEdge, TILE_WIDTH, type Tile, tilePath } from '../tlog/tiles.ts';
import { leafHash } from '../tlog/tree.ts';
import { entryOf, openerOf, openingOf } from './commitment.ts';
import { hoursOpener } from './hour-leaf.ts';
import { lastEntries } from './last-entries.ts';
import type {
  LogId,
  LogSigner,
  LogSpans,
  LogTiles,
  OpenerSalts,
  Staged,
  StagedHour,
  YearLog,
  YearLogs,
} from './ports.ts';
import { dueHour, dueSince, sealedHours, type UsagePorts, waitingHours } from './seal-hours.ts';
import { emptyLog, originOf } from './year-log.ts';

export interface SequencePorts {
  readonly log: BooksLog;
  readonly logs: YearLogs;
  readonly spans: LogSpans;
  readonly tiles: LogTiles;
  readonly salts: OpenerSalts;
  readonly signer: LogSigner;
  readonly random: Random;
  /** What the names of logs begin with. */
  readonly host: string;
  /** Left out, the log has no hours of usage. */
  readonly usage?: UsagePorts;
}

/**
 * `done`: all blocks that there were are in the log, and all hours that are due. `more`: time was short. `held up`:
 * somebody else was at it, or the key or a table did not answer.
 */
type SequenceOutcome = 'done' | 'more' | 'held up';

/** As many blocks go into the log together: of a hundred documents each, their entries take some 90 KB of an item. */
const BLOCKS_MAX = 20;
const SALT_BYTES = 32;
const PUTS_AT_ONCE = 8;

/**
 * Brings the log of a tenant up to its books, behind them and never in their way.
 *
 * What comes next is staged first: its entries are decided by that one put, over the revision that was read. So tiles
 * are functions of what is kept, and all who go on put the same. The checkpoint is let in after all that it is of.
 * Without the first step two could make different entries of one document, as a salt may be dropped between: a tile
 * that was put by one would fit no checkpoint of the other.
 */
export async function sequence(
  ports: SequencePorts,
  tenant: string,
  time: TimeLeft,
): Promise<SequenceOutcome> {
  for (;;) {
    const outcome = await step(ports, tenant);
    if (outcome === 'nothing') return 'done';
    if (outcome !== 'put') return 'held up';
    if (time.isShort()) return 'more';
  }
}

/** One put of the log: of what comes next, or of what was published of it. */
async function step(ports: SequencePorts, tenant: string): Promise<PutOutcome | 'nothing'> {
  const log = await ports.logs.latest(tenant);
  if (log?.staged !== undefined) return publish(ports, log, log.staged);
  const outcome = await stage(ports, tenant, log);
  return outcome === 'nothing' ? stageHours(ports, tenant, log) : outcome;
}

/** A block of the books, read. */
interface ReadBlock {
  readonly seq: number;
  readonly documents: readonly BooksDocument[];
}

async function nextBlocks(
  log: BooksLog,
  tenant: string,
  after: number,
): Promise<readonly ReadBlock[]> {
  const { blocks } = await log.read(tenant, after, 'strong');
  const some = blocks.slice(0, BLOCKS_MAX).map(readBlock);
  some.forEach(({ seq }, place) => {
    invariant(seq === after + place + 1, `the books have block ${after + place + 1}`);
  });
  return some;
}

const readBlock = ({ seq, bytes }: StoredBooksBlock): ReadBlock => ({
  seq,
  documents: documentsIn(bytes),
});

/** A block is in the log of the year in which it was recorded. */
function yearOf({ documents: [first] }: ReadBlock): number {
  invariant(first !== undefined, 'a block has documents');
  return new Date(first.recordedAt).getUTCFullYear();
}

/** Decides which blocks come next, and their entries: blocks of one year, the first of which may begin a log. */
async function stage(
  ports: SequencePorts,
  tenant: string,
  before: YearLog | undefined,
): Promise<PutOutcome | 'nothing'> {
  const blocks = await nextBlocks(ports.log, tenant, before?.through ?? 0);
  const [first] = blocks;
  if (first === undefined) return 'nothing';
  const log = logFor(before, { tenant, year: yearOf(first) });
  // Hours of usage may have begun the next year already.
  const some = blocks.filter((block) => Math.max(yearOf(block), log.year) === log.year);
  const placed = some.flatMap(({ seq, documents }) =>
    documents.map((document, index) => ({ seq, index, document })),
  );
  return ports.logs.put({
    ...{ ...log, revision: log.revision + 1, through: log.through + some.length },
    staged: {
      seq: first.seq,
      documents: some.map(({ documents }) => documents.length),
      entries: await entriesOf(ports, tenant, placed),
    },
  });
}

/** The log of a year, or of a later one that has begun. */
function logFor(before: YearLog | undefined, { tenant, year }: LogId): YearLog {
  if (before !== undefined && before.year >= year) return before;
  const begun = emptyLog({ tenant, year }, before?.through ?? 0);
  return before?.nextHour === undefined ? begun : { ...begun, nextHour: before.nextHour };
}

/** The same of hours of usage, in the log of the year in which they are sealed. */
async function stageHours(
  ports: SequencePorts,
  tenant: string,
  before: YearLog | undefined,
): Promise<PutOutcome | 'nothing'> {
  if (ports.usage === undefined) return 'nothing';
  const waiting = await waitingHours(ports.usage, tenant, before?.nextHour);
  if (waiting === undefined) return 'nothing';
  const year = new Date(ports.usage.clock.now()).getUTCFullYear();
  const log = logFor(before, { tenant, year });
  await saltsOf(ports, tenant, [hoursOpener]);
  const { hours, entries, nextHour } = await sealedHours(
    { ...ports, ...ports.usage },
    { tenant, year: log.year },
    waiting,
  );
  return ports.logs.put({
    ...{ ...log, revision: log.revision + 1, nextHour, last: [] },
    staged: { seq: log.through + 1, documents: [], entries, hours },
  });
}

/** Publishes what is staged: entries, the tree, where documents are; then the checkpoint of all that. */
async function publish(
  ports: SequencePorts,
  { staged: _staged, ...log }: YearLog,
  { seq, documents, entries, hours = [] }: Staged,
): Promise<PutOutcome> {
  const size = sizeOfEdge(log.edge);
  const bundles = entryTiles(size, await lastEntries(ports.tiles, log), entries);
  const { edge, tiles } = grown(log.edge, entries.map(leafHash));
  await putTiles(ports.tiles, log, [...bundles, ...tiles]);
  if (documents.length > 0) {
    const spanned = await ports.spans.put({ ...idOf(log), seq, index: size, documents });
    if (spanned === 'unknown') return 'unknown';
  }
  if (!(await arePlaced(ports, log, { size, hours }))) return 'unknown';
  const note = await signedNote(ports, log, { size: size + entries.length, root: rootOf(edge) });
  if (note === undefined) return 'unknown';
  const [lastBundle] = bundles.slice(-1);
  const isWhole = lastBundle === undefined || lastBundle.width === TILE_WIDTH;
  const isKept = !isWhole && log.nextHour === undefined;
  const last = isKept ? entriesFrom(lastBundle.bytes) : [];
  return ports.logs.put({ ...log, revision: log.revision + 1, edge, note, last });
}

/** Says where the leaves of hours are that have events. */
async function arePlaced(
  { usage }: SequencePorts,
  log: YearLog,
  { size, hours }: { readonly size: number; readonly hours: readonly StagedHour[] },
): Promise<boolean> {
  const outcomes = await inParallel(
    PUTS_AT_ONCE,
    [...hours.entries()],
    async ([place, { hour, part, covered }]) => {
      if (covered === undefined) return 'put';
      invariant(usage !== undefined, 'whoever goes on with hours knows where to say so');
      return usage.hours.put({ ...idOf(log), hour, part, covered, index: size + place });
    },
  );
  return !outcomes.includes('unknown');
}

const idOf = ({ tenant, year }: LogId): LogId => ({ tenant, year });

async function entriesOf(
  { salts, random }: Pick<SequencePorts, 'salts' | 'random'>,
  tenant: string,
  placed: readonly (DocumentPlace & { readonly document: BooksDocument })[],
): Promise<readonly Uint8Array[]> {
  const openers = [...new Set(placed.map(({ document }) => openerOf(document)))];
  const found = await saltsOf({ salts, random }, tenant, openers);
  return placed.map((one) => {
    const salt = found.get(openerOf(one.document));
    if (salt === undefined) throw new Error('a salt was dropped meanwhile: try again');
    return entryOf(openingOf(one, salt));
  });
}

/** The salts of openers: of a tree, and new ones of those that were forgotten. */
async function saltsOf(
  { salts, random }: Pick<SequencePorts, 'salts' | 'random'>,
  tenant: string,
  openers: readonly string[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const found = new Map(await salts.find(tenant, openers));
  const without = (): readonly string[] => openers.filter((opener) => !found.has(opener));
  const findMore = async (): Promise<void> => {
    for (const [opener, salt] of await salts.find(tenant, without())) found.set(opener, salt);
  };
  if (without().length === 0) return found;
  // One that is kept by itself goes before: so none is, but for whom the tree is known to have none any more.
  if ((await salts.begin(tenant, random.bytes(SALT_BYTES))) === 'unknown')
    throw new Error('it is not known whether there is a tree of salts: try again');
  await findMore();
  await inParallel(PUTS_AT_ONCE, without(), (opener) =>
    salts.add(tenant, opener, random.bytes(SALT_BYTES)),
  );
  // Whoever was first: what is there counts.
  if (without().length > 0) await findMore();
  return found;
}

async function putTiles(tiles: LogTiles, id: LogId, made: readonly Tile[]): Promise<void> {
  await inParallel(PUTS_AT_ONCE, made, async (tile) => {
    const path = tilePath(tile);
    if ((await tiles.put(id, path, tile.bytes)) === 'put') return;
    const kept = await tiles.get(id, path);
    if (kept === undefined) throw new Error(`it is not known whether ${path} was put: try again`);
    invariant(Buffer.compare(kept, tile.bytes) === 0, `${path} is what the staged entries make`);
  });
}

async function signedNote(
  { signer, host }: Pick<SequencePorts, 'signer' | 'host'>,
  id: LogId,
  { size, root }: { readonly size: number; readonly root: Uint8Array },
): Promise<string | undefined> {
  const origin = originOf(host, id);
  const publicKey = await signer.publicKey();
  if (publicKey === 'unavailable') return undefined;
  const text = checkpointText({ origin, size, root });
  const signature = await signer.sign(Buffer.from(text));
  if (signature === 'unavailable') return undefined;
  const key = { name: origin, algorithm: signer.algorithm, publicKey };
  return noteText({ text, signatures: [ed25519Line(key, signature)] });
}

/**
 * Since when there is something that is not in the log yet: when the oldest block of the books was recorded, or the
 * latest hours were due. Undefined where there is nothing.
 */
export async function behindSince(
  { log, logs, usage }: Pick<SequencePorts, 'log' | 'logs' | 'usage'>,
  tenant: string,
): Promise<Timestamp | undefined> {
  const before = await logs.latest(tenant);
  const staged = before?.staged?.hours === undefined ? before?.staged?.seq : undefined;
  const next = await log.readOne(tenant, staged ?? (before?.through ?? 0) + 1);
  if (next !== undefined) return readBlock(next).documents[0]?.recordedAt;
  const due = usage === undefined ? 0 : dueHour(usage.clock.now());
  if (usage === undefined || (await usage.hours.looked(tenant)) >= due) return undefined;
  return timestampOf(dueSince(due));
}
