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
import { entryOf, openerOf, openingOf } from './commitment.ts';
import { hoursOpener } from './hour-leaf.ts';
import { type KeyPorts, keyEntry, waitingKeys } from './key-leaf.ts';
import type { LogId, OpenerSalts, YearLog } from './ports.ts';
import { PUTS_AT_ONCE, publish, type StagedPorts } from './publish.ts';
import { dueHour, dueSince, sealedHours, type UsagePorts, waitingHours } from './seal-hours.ts';
import { emptyLog } from './year-log.ts';

export interface SequencePorts extends StagedPorts {
  readonly log: BooksLog;
  readonly salts: OpenerSalts;
  readonly random: Random;
  readonly usage?: UsagePorts;
  readonly keys?: KeyPorts;
}

/**
 * `done`: all blocks that there were are in the log, and all hours that are due. `more`: time was short. `held up`:
 * somebody else was at it, or the key or a table did not answer.
 */
type SequenceOutcome = 'done' | 'more' | 'held up';

/** As many blocks go into the log together: of a hundred documents each, their entries take some 90 KB of an item. */
const BLOCKS_MAX = 20;
const SALT_BYTES = 32;

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
  for (const next of [stage, stageKeys, stageHours]) {
    const outcome = await next(ports, tenant, log);
    if (outcome !== 'nothing') return outcome;
  }
  return 'nothing';
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

/** The same of keys of private passes, in the log of the year in which they are seen. */
async function stageKeys(
  { keys, logs }: SequencePorts,
  tenant: string,
  before: YearLog | undefined,
): Promise<PutOutcome | 'nothing'> {
  if (keys === undefined) return 'nothing';
  const waiting = await waitingKeys(keys, tenant);
  if (waiting.length === 0) return 'nothing';
  const log = logFor(before, { tenant, year: new Date(keys.clock.now()).getUTCFullYear() });
  return logs.put({
    ...{ ...log, revision: log.revision + 1, last: [] },
    staged: {
      ...{ seq: log.through + 1, documents: [], entries: waiting.map(keyEntry) },
      keys: waiting.map(({ keyId }) => keyId),
    },
  });
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

/**
 * Since when there is something that is not in the log yet: when the oldest block of the books was recorded, or the
 * latest hours were due. Undefined where there is nothing.
 */
export async function behindSince(
  { log, logs, usage }: Pick<SequencePorts, 'log' | 'logs' | 'usage'>,
  tenant: string,
): Promise<Timestamp | undefined> {
  const before = await logs.latest(tenant);
  const staged = before?.staged?.documents.length === 0 ? undefined : before?.staged?.seq;
  const next = await log.readOne(tenant, staged ?? (before?.through ?? 0) + 1);
  if (next !== undefined) return readBlock(next).documents[0]?.recordedAt;
  const due = usage === undefined ? 0 : dueHour(usage.clock.now());
  if (usage === undefined || (await usage.hours.looked(tenant)) >= due) return undefined;
  return timestampOf(dueSince(due));
}
