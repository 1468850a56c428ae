import { describe, expect, it } from '@jest/globals';
import { documentsIn } from '../../../core/books/block.ts';
import type { BooksDocument } from '../../../core/books/document.ts';
import type { DocumentPlace } from '../../../core/books/document-entry.ts';
import type { TimeLeft } from '../../../core/kernel/clock.ts';
import { checkpointFrom } from '../../../core/tlog/checkpoint.ts';
import { entriesFrom } from '../../../core/tlog/entries.ts';
import { noteFrom } from '../../../core/tlog/note.ts';
import { grown, rootOf } from '../../../core/tlog/tiles.ts';
import { leafHash } from '../../../core/tlog/tree.ts';
import { entryOf, openerOf, openingOf } from '../../../core/transparency/commitment.ts';
import type { YearLog } from '../../../core/transparency/ports.ts';
import { type SequencePorts, sequence } from '../../../core/transparency/sequence.ts';
import { failingLog, Mischief, muchTrouble } from '../../fakes/failing-books.ts';
import { Turns } from '../../fakes/turns.ts';
import { there } from '../../support/there.ts';
import { aLogWorld, readAll, tenant } from './a-log-world.ts';

type World = Awaited<ReturnType<typeof aLogWorld>>;
type Life = Awaited<ReturnType<typeof lived>>;
type Placed = DocumentPlace & { readonly document: BooksDocument };
type Bug = (ports: SequencePorts) => SequencePorts;

/** The ports as the network serves them. */
function failing(ports: SequencePorts, mischief: Mischief): SequencePorts {
  const { logs, spans, tiles, salts } = ports;
  return {
    ...ports,
    log: failingLog(ports.log, mischief),
    logs: {
      get: (id) => mischief.around(() => logs.get(id)),
      latest: (of) => mischief.around(() => logs.latest(of)),
      put: (log) => mischief.put(() => logs.put(log)),
    },
    spans: { put: (span) => mischief.put(() => spans.put(span)), find: spans.find },
    tiles: {
      put: (id, path, bytes) => mischief.put(() => tiles.put(id, path, bytes)),
      get: (id, path) => mischief.around(() => tiles.get(id, path)),
    },
    salts: {
      find: (of, openers) => mischief.around(() => salts.find(of, openers)),
      add: (of, opener, salt) => mischief.put(() => salts.add(of, opener, salt)),
      drop: salts.drop,
    },
  };
}

/** Checkpoints that were ever let in, beside what is kept now. */
function watched(ports: SequencePorts, seen: YearLog[]): SequencePorts {
  const put: SequencePorts['logs']['put'] = async (log) => {
    const outcome = await ports.logs.put(log);
    if (outcome === 'put') seen.push(log);
    return outcome;
  };
  return { ...ports, logs: { ...ports.logs, put } };
}

/** A call of a function has an end, whatever it comes upon. */
function someTime(): TimeLeft {
  let steps = 0;
  return {
    isShort: () => {
      steps += 1;
      return steps > STEPS_MAX;
    },
  };
}
const STEPS_MAX = 20;

/** Two sequencers and an eraser over growing books, with crashes and lost answers; then one that nothing disturbs. */
async function lived(seed: number, bug: Bug = (ports) => ports) {
  const world = await aLogWorld([3]);
  const seen: YearLog[] = [];
  const turns = new Turns(seed);
  const mischief = new Mischief(turns, muchTrouble);
  const ports = bug(watched(world, seen));
  const sequencer = async (): Promise<void> => {
    for (let round = 0; round < 12; round += 1) {
      await sequence(failing(ports, mischief), tenant, someTime()).catch(() => undefined);
    }
  };
  const writer = async (): Promise<void> => {
    for (let round = 0; round < 12; round += 1) {
      await turns.turn();
      await world.append(1 + Math.floor(turns.random() * 60));
    }
  };
  const eraser = async (): Promise<void> => {
    for (let round = 0; round < 3; round += 1) {
      await turns.turn();
      const opener = JSON.stringify(['payer', `payer-${round}`]);
      const salt = (await world.salts.find(tenant, [opener])).get(opener);
      if (salt !== undefined) await world.salts.drop(tenant, opener, salt);
    }
  };
  await turns.run([sequencer(), sequencer(), writer(), eraser()]);
  // A write that was left hanging is over by now, or never happens.
  for (let round = 0; round < 5; round += 1) await sequence(ports, tenant, someTime());
  return { world, seen, happened: mischief.happened };
}

/** What is wrong with a log that was lived through; nothing where it is one history of all that there is. */
async function faultsOf({ world, seen }: Pick<Life, 'world' | 'seen'>) {
  const log = await world.logs.latest(tenant);
  const size = checkpointFrom(noteFrom(log?.note ?? '')?.text ?? '')?.size ?? 0;
  const entries = entriesUpTo(world, size);
  const { blocks } = await readAll(world.log);
  const documents = blocks.flatMap(({ seq, bytes }) =>
    documentsIn(bytes).map((document, index) => ({ seq, index, document })),
  );
  const faults: string[] = [];
  if (size !== documents.length) faults.push(`${documents.length} documents, ${size} entries`);
  if (entries.length !== size) faults.push(`${entries.length} of ${size} entries are published`);
  faults.push(
    ...faultsOfCheckpoints(seen, entries),
    ...(await faultsOfOpenings(world, documents, entries)),
    ...(await faultsOfSpans(world, documents)),
  );
  return faults;
}

/** Whoever once read a checkpoint must find its tree below the one of today. */
const faultsOfCheckpoints = (seen: readonly YearLog[], entries: readonly Uint8Array[]) =>
  [...new Set(seen.map(({ note }) => note))].flatMap((note) => {
    if (note === '') return [];
    const { size, root } = there(checkpointFrom(there(noteFrom(note)).text));
    const ours = rootOf(grown([], entries.slice(0, size).map(leafHash)).edge);
    const isOurs = Buffer.compare(root, ours) === 0;
    return isOurs ? [] : [`a checkpoint of ${size} entries is of another history`];
  });

async function faultsOfOpenings(
  { salts }: World,
  documents: readonly Placed[],
  entries: readonly Uint8Array[],
) {
  const faults: string[] = [];
  for (const [at, placed] of documents.entries()) {
    const opener = openerOf(placed.document);
    const salt = (await salts.find(tenant, [opener])).get(opener);
    if (salt === undefined || erased.has(opener)) continue;
    const entry = entries[at] ?? Buffer.alloc(0);
    if (Buffer.compare(entryOf(openingOf(placed, salt)), entry) !== 0)
      faults.push(`entry ${at} does not open`);
  }
  return faults;
}

const erased = new Set([0, 1, 2].map((at) => JSON.stringify(['payer', `payer-${at}`])));

async function faultsOfSpans({ spans }: World, documents: readonly Placed[]) {
  const faults: string[] = [];
  for (const [at, { seq, index }] of documents.entries()) {
    const span = await spans.find(tenant, seq);
    const before = span?.documents.slice(0, seq - span.seq).reduce((a, b) => a + b, span.index);
    const isIn = span !== undefined && seq - span.seq < span.documents.length;
    if (!isIn || (before ?? 0) + index !== at) faults.push(`block ${seq} is in no span`);
  }
  return faults;
}

function entriesUpTo({ tiles }: World, size: number): readonly Uint8Array[] {
  const entries: Uint8Array[] = [];
  for (let tile = 0; entries.length < size; tile += 1) {
    const path = `${tenant}/2026/tile/entries/${String(tile).padStart(3, '0')}`;
    const width = Math.min(256, size - entries.length);
    const bytes = tiles.all.get(width === 256 ? path : `${path}.p/${width}`);
    if (bytes === undefined) return entries;
    entries.push(...entriesFrom(bytes));
  }
  return entries;
}

const bugs: Readonly<Record<string, Bug>> = {
  'lets any checkpoint in': (ports) => ({
    ...ports,
    logs: {
      ...ports.logs,
      put: async (log) => {
        const kept = await ports.logs.get(log);
        return ports.logs.put({ ...log, revision: (kept?.revision ?? 0) + 1 });
      },
    },
  }),
  'stages anew what was staged before': (ports) => ({
    ...ports,
    logs: {
      ...ports.logs,
      latest: async (of) => {
        const log = await ports.logs.latest(of);
        const { staged, ...published } = log ?? {};
        if (log === undefined || staged === undefined || staged.entries.length % 3 > 0) return log;
        return { ...(published as YearLog), through: staged.seq - 1 };
      },
    },
  }),
  'puts no entries': (ports) => ({
    ...ports,
    tiles: {
      ...ports.tiles,
      put: async (id, path, bytes) =>
        path.includes('entries') ? 'put' : ports.tiles.put(id, path, bytes),
    },
  }),
  'begins again at the first block': (ports) => ({
    ...ports,
    logs: {
      ...ports.logs,
      latest: async (of) => {
        const log = await ports.logs.latest(of);
        return log === undefined ? undefined : { ...log, through: Math.max(0, log.through - 1) };
      },
    },
  }),
  'leaves a block out': (ports) => ({
    ...ports,
    log: {
      ...ports.log,
      read: async (of, after, consistency) => {
        const page = await ports.log.read(of, after, consistency);
        const [first, second, ...rest] = page.blocks;
        if (first === undefined || second === undefined) return page;
        return { ...page, blocks: [{ ...first, bytes: second.bytes }, second, ...rest] };
      },
      readOne: ports.log.readOne.bind(ports.log),
    },
  }),
  'counts on a span that is not there': (ports) => ({
    ...ports,
    spans: { ...ports.spans, put: async () => 'put' },
  }),
  'makes each opener a salt anew': (ports) => ({
    ...ports,
    salts: {
      ...ports.salts,
      add: async (of, opener, salt) => {
        const kept = (await ports.salts.find(of, [opener])).get(opener);
        if (kept !== undefined) await ports.salts.drop(of, opener, kept);
        return ports.salts.add(of, opener, salt);
      },
      find: async (of, openers) => {
        const found = await ports.salts.find(of, openers);
        return openers.length > 3 ? new Map([...found].slice(1)) : found;
      },
    },
  }),
};

const SEEDS = 5;

describe('A log that two write at once, while processes die and answers are lost', () => {
  it('is one history, with every document once, whatever was erased meanwhile', async () => {
    const happened = { crashes: 0, unknown: 0, late: 0, taken: 0 };
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const life = await lived(seed);
      expect([seed, await faultsOf(life)]).toEqual([seed, []]);
      for (const key of Object.keys(happened) as (keyof typeof happened)[]) {
        happened[key] += life.happened[key];
      }
    }
    expect(Object.values(happened).every((count) => count > 0)).toBe(true);
  });

  it.each(Object.keys(bugs))('is found out where it %s', async (name) => {
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      try {
        if ((await faultsOf(await lived(seed, bugs[name]))).length > 0) return;
      } catch {
        return;
      }
    }
    throw new Error('no seed finds it');
  });
});
