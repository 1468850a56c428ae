import { hash } from 'node:crypto';
import type { DropAnswer } from '../../core/contract/drops/shapes.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { Corrections } from '../../core/metering/corrections/corrections.ts';
import type { CorrectionRecords } from '../../core/metering/corrections/ports.ts';
import { entriesIn } from '../../core/metering/log/block.ts';
import type { UsageLog } from '../../core/metering/log/ports.ts';
import { UsageLogWriter } from '../../core/metering/log/usage-log.ts';
import { dropsMessageFrom } from '../../core/tallies/drops/message.ts';
import type { DropNotice, DropRecords } from '../../core/tallies/drops/ports.ts';
import { type WorkPorts, workOffDrops } from '../../core/tallies/drops/work-off.ts';
import { inMemoryCorrections } from '../fakes/corrections.ts';
import { inMemoryDropFiles, inMemoryDrops } from '../fakes/drops.ts';
import { inMemoryMeterCatalogs } from '../fakes/meter-catalogs.ts';
import { inMemoryQueue } from '../fakes/queue.ts';
import { InMemoryUsageLog } from '../fakes/usage-log.ts';
import { aMeter } from '../fixtures/usage-events.ts';
import { Mortal } from './backfill-world.ts';

const tenant = 'acme';
const TITLES = 'day,subject,region,count,sum';
const shards = 2;
const immortal = (): Mortal => new Mortal(1e9, 'after');

/** A file of tallies with its titles. */
export const csv = (...rows: readonly string[]): string => [TITLES, ...rows, ''].join('\n');

interface ManifestOptions {
  readonly name?: string;
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly with?: object;
  /** Rows that a file is said to have, where it has others. */
  readonly rows?: number;
}

export async function aDropWorld() {
  const catalogs = inMemoryMeterCatalogs();
  await catalogs.append(tenant, { version: 1, meters: [aMeter()] });
  return {
    catalogs,
    log: new InMemoryUsageLog(),
    drops: inMemoryDrops(),
    files: inMemoryDropFiles(),
    corrections: inMemoryCorrections(),
    touched: inMemoryQueue(),
    queue: inMemoryQueue(),
    notices: [] as DropNotice[],
    time: { now: Date.UTC(2026, 10, 22) },
  };
}
export type DropWorld = Awaited<ReturnType<typeof aDropWorld>>;

/** All that writes dies with `mortal`. */
function dropPorts(world: DropWorld, mortal = immortal()): WorkPorts {
  const { log, drops, files, corrections, touched, queue, catalogs, time, notices } = world;
  const usageLog: UsageLog = {
    read: (key, after) => log.read(key, after),
    append: (key, block) => mortal.change(() => log.append(key, block)),
  };
  const writing = {
    catalogs,
    writer: () => new UsageLogWriter(usageLog),
    touched: { send: (bodies: readonly string[]) => mortal.change(() => touched.send(bodies)) },
    clock: { now: () => timestampOf(time.now) },
    shardEpochs: [{ from: timestampOf(0), shards }],
  };
  return {
    ...writing,
    maxAge: 35 * 86_400,
    roundRows: 2,
    drops: {
      ...drops,
      put: (...args: Parameters<DropRecords['put']>) => mortal.change(() => drops.put(...args)),
      name: (...args: Parameters<DropRecords['name']>) => mortal.change(() => drops.name(...args)),
      keepZone: (...args: Parameters<DropRecords['keepZone']>) =>
        mortal.change(() => drops.keepZone(...args)),
    },
    files: {
      ...files,
      putOutcome: (place, text) => mortal.change(() => files.putOutcome(place, text)),
    },
    corrections: {
      ...writing,
      usageHours: log,
      records: {
        ...corrections,
        put: (...args: Parameters<CorrectionRecords['put']>) =>
          mortal.change(() => corrections.put(...args)),
        name: (...args: Parameters<CorrectionRecords['name']>) =>
          mortal.change(() => corrections.name(...args)),
      },
    },
    queue: { send: (bodies) => mortal.change(() => queue.send(bodies)) },
    onNotice: (notice) => notices.push(notice),
  };
}

/** Puts files and their manifest; answers what S3 tells of it. */
export function putDrop({ files }: DropWorld, options: ManifestOptions): string {
  const { name = 'one.manifest.json', rows, with: others = {} } = options;
  const listed = Object.entries(options.files).map(([file, content]) => {
    files.put(`${tenant}/${file}`, content);
    const text = typeof content === 'string' ? content : '';
    return {
      ...{ name: file, bytes: Buffer.byteLength(content), sha256: hash('sha256', content) },
      rows: rows ?? text.split('\n').length - 2,
    };
  });
  const manifest = { version: 1, source: 'urn:warehouse', type: 'view', ...others, files: listed };
  files.put(`${tenant}/${name}`, JSON.stringify(manifest));
  return toldBy(name);
}

const toldBy = (name: string): string =>
  JSON.stringify({
    Records: [{ eventName: 'ObjectCreated:Put', s3: { object: { key: `${tenant}/${name}` } } }],
  });

/** Works a message off, and all that it leaves to be gone on with. */
export async function workOff(
  world: DropWorld,
  body: string,
  { mortal, isShort = false }: { readonly mortal?: Mortal; readonly isShort?: boolean } = {},
): Promise<void> {
  const bodies = [body];
  for (let next = bodies.shift(); next !== undefined; next = bodies.shift()) {
    const before = world.queue.bodies.length;
    const ports = dropPorts(world, mortal ?? immortal());
    await workOffDrops(ports, dropsMessageFrom(next), { isShort: () => isShort });
    bodies.push(...world.queue.bodies.slice(before));
  }
}

export function outcomeOf({ files }: DropWorld, name = 'one'): DropAnswer {
  const bytes = files.all.get(`${tenant}/${name}.outcome.json`);
  return JSON.parse(Buffer.from(bytes ?? '').toString()) as DropAnswer;
}

/** What counts of the log: of each tally its day, subject and count, as often as it is there. */
export function counted({ log }: DropWorld): readonly string[] {
  const corrections = new Corrections();
  const all = log
    .keys()
    .flatMap((key) =>
      log
        .blocksOf(key)
        .flatMap(({ seq, bytes }) =>
          entriesIn(tenant, bytes).map((entry) => ({ place: { minute: key.minute, seq }, entry })),
        ),
    );
  for (const { place, entry } of all) corrections.add(place, entry.event);
  return all
    .flatMap(({ place, entry }) => {
      const { reads, outBy } = corrections.corrected(place, entry);
      if (reads === undefined || outBy !== undefined) return [];
      const { subject, occurredAt, data = '{}' } = reads.event;
      const { count } = JSON.parse(data) as { readonly count: string };
      return [`${new Date(occurredAt).toISOString().slice(0, 10)} ${subject} ${count}`];
    })
    .sort();
}
