import { describe, expect, it } from '@jest/globals';
import { filesAt } from '../../../core/exports/chain.ts';
import { type UsageExportPorts, usageChain } from '../../../core/exports/export-usage.ts';
import { failingExportFiles } from '../../fakes/export-files.ts';
import { Mischief, muchTrouble } from '../../fakes/failing-books.ts';
import { Turns } from '../../fakes/turns.ts';
import { day, ExportWorld, eventAt, tenant } from './an-export-world.ts';

type Bug = (ports: UsageExportPorts) => UsageExportPorts;

/** Two exporters while usage comes late, with crashes and lost answers; then one that nothing disturbs. */
async function lived(seed: number, bug: Bug = (ports) => ports) {
  const world = await new ExportWorld().start();
  const turns = new Turns(seed);
  const mischief = new Mischief(turns, muchTrouble);
  const ports = bug(world.ports);
  const failing = { ...ports, files: failingExportFiles(ports.files, mischief) };
  const exporter = async (): Promise<void> => {
    for (let round = 0; round < 8; round += 1) await world.export(failing).catch(() => undefined);
  };
  const sender = async (): Promise<void> => {
    for (let round = 0; round < 12; round += 1) {
      await turns.turn();
      const minute = Math.floor(turns.random() * 300);
      await world.use(eventAt(minute, { id: `event-${round}`, subject: `reader-${round % 3}` }));
    }
  };
  await turns.run([exporter(), exporter(), sender()]);
  await world.export(ports);
  return { world, happened: mischief.happened };
}

/** What is wrong with what was exported; nothing where it is all that there is, once, and manifests say so. */
const faultsOf = async (world: ExportWorld): Promise<readonly string[]> => [
  ...(await faultsOfManifests(world)),
  ...(await faultsOfRows(world)),
];

async function faultsOfManifests({ files }: ExportWorld): Promise<readonly string[]> {
  const named = new Map<string, number>();
  for (let number = 1; ; number += 1) {
    const found = await filesAt(files, usageChain(tenant, day), number);
    if (found === undefined) break;
    for (const { name, bytes } of found) named.set(`${tenant}/usage/${name}`, bytes);
  }
  const astray = [...named].filter(([name, bytes]) => files.all.get(name)?.length !== bytes);
  const unnamed = [...files.all.keys()].filter(
    (name) => name.endsWith('.parquet') && !named.has(name),
  );
  return [
    ...astray.map(([name]) => `${name} is not as its manifest has it`),
    ...unnamed.map((name) => `${name} is in no manifest`),
  ];
}

async function faultsOfRows(world: ExportWorld): Promise<readonly string[]> {
  const faults: string[] = [];
  const ids = (await world.rows()).filter(({ nth }) => nth === 1).map(({ id }) => id);
  if (ids.length !== 12) faults.push(`${ids.length} of 12 events`);
  if (new Set(ids).size !== ids.length) faults.push('an event is there twice');
  const [exported, totalled] = [await world.exported(), await world.totalled()];
  for (const [meter, sum] of totalled) {
    if (exported.get(meter) !== sum) faults.push(`${meter}: ${exported.get(meter)}, not ${sum}`);
  }
  return faults;
}

/** Everybody decides alone what comes next. */
const forgetsPlans: Bug = (ports) => ({
  ...ports,
  files: {
    put: (place, bytes) =>
      place.name.endsWith('.plan.json')
        ? Promise.resolve('put' as const)
        : ports.files.put(place, bytes),
    get: (place) => ports.files.get(place),
  },
});

/** The manifest is put before the files, in effect: files of a crash between are missing for good. */
const losesFiles: Bug = (ports) => ({
  ...ports,
  files: {
    put: (place, bytes) =>
      place.name.includes('part-000001-')
        ? Promise.resolve('put' as const)
        : ports.files.put(place, bytes),
    get: (place) => ports.files.get(place),
  },
});

const seeds = Array.from({ length: 25 }, (_, seed) => seed + 1);

describe('an export that dies at any call', () => {
  it('leaves nothing half, and the next one has all there is, once', async () => {
    let [crashes, unknown] = [0, 0];
    for (const seed of seeds) {
      const { world, happened } = await lived(seed);
      crashes += happened.crashes;
      unknown += happened.unknown;

      expect(await faultsOf(world)).toStrictEqual([]);
    }
    expect(crashes).toBeGreaterThan(20);
    expect(unknown).toBeGreaterThan(20);
  });

  it.each([{ bug: forgetsPlans }, { bug: losesFiles }])(
    'is seen to be wrong where $bug.name',
    async ({ bug }) => {
      const faults: string[] = [];
      for (const seed of seeds) {
        if (faults.length > 0) break;
        const { world } = await lived(seed, bug);
        faults.push(...(await faultsOf(world)));
      }

      expect(faults).not.toStrictEqual([]);
    },
  );
});
