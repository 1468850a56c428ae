import { describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { sizeOfEdge } from '../../../core/tlog/tiles.ts';
import { subjectOpener } from '../../../core/transparency/commitment.ts';
import { dueHour } from '../../../core/transparency/seal-hours.ts';
import { behindSince, sequence } from '../../../core/transparency/sequence.ts';
import { aLogWorld, noHurry, tenant } from './a-log-world.ts';
import { aUsageWorld, entriesOf, faultsOfHours, HOUR_MS, leavesOf } from './a-usage-world.ts';

const START = Date.UTC(2026, 5, 1);

async function aWorld(at = START, blocks: readonly number[] = [3]) {
  const world = { ...(await aLogWorld(blocks, () => at)), ...aUsageWorld(tenant, at) };
  const publish = async (hours: number): Promise<void> => {
    world.time.now += hours * HOUR_MS;
    expect(await sequence(world, tenant, noHurry)).toBe('done');
  };
  const leaves = async () => leavesOf(await entriesOf(world.tiles, world.logs, tenant));
  const faults = async () =>
    faultsOfHours(world, {
      ...{ tenant, tiles: world.tiles, salts: world.salts },
      entries: await entriesOf(world.tiles, world.logs, tenant),
      due: dueHour(world.time.now),
    });
  return { ...world, publish, leaves, faults };
}

const named = (leaves: readonly { readonly hour: string; readonly part: number }[]) =>
  leaves.map(({ hour, part }) => `${hour.slice(5, 13)} ${part}`);

describe('hours of usage in a log', () => {
  it('are leaves of six hours together, an hour after the last, from the first one with usage on', async () => {
    const { use, publish, leaves, faults } = await aWorld();
    await use('reader-1', START + 2 * HOUR_MS);
    await publish(6.9);
    expect(await leaves()).toEqual([]);

    await publish(0.2);

    expect(named(await leaves())).toEqual(['06-01T02 1', '06-01T03 1', '06-01T04 1', '06-01T05 1']);
    expect(await faults()).toEqual([]);
  });

  it('look alike, whether or not anything was used in them', async () => {
    const { use, publish, leaves } = await aWorld();
    for (const subject of ['a', 'b', 'c']) await use(subject, START);
    await publish(7);

    const shapes = (await leaves()).map(({ root, ...leaf }) => [
      Object.keys(leaf).join(),
      Buffer.from(root, 'base64').length,
    ]);

    expect(new Set(shapes.map(String))).toEqual(new Set(['hour,part,index,32']));
  });

  it('have a further leaf where usage comes late, of what is new alone', async () => {
    const { use, publish, leaves, faults } = await aWorld();
    await use('reader-1', START);
    await publish(7);
    await use('reader-1', START + HOUR_MS);
    await use('reader-2', START);
    await publish(6);

    const late = named(await leaves()).filter((name) => !name.endsWith(' 1'));

    expect(late).toEqual(['06-01T00 2', '06-01T01 2']);
    expect(await faults()).toEqual([]);
  });

  it('are none of a tenant that uses nothing, and all that were missing once it does again', async () => {
    const { use, publish, leaves, faults, time } = await aWorld();
    await use('reader-1', START);
    await publish(7);
    const before = (await leaves()).length;
    await publish(60 * 24);
    expect(await leaves()).toHaveLength(before);

    await use('reader-1', time.now);
    await publish(12);

    expect((await leaves()).length).toBeGreaterThan(60 * 24);
    expect(await faults()).toEqual([]);
  });

  it('go on in the log of the next year, which they may begin, and documents of before go there too', async () => {
    const eve = Date.UTC(2026, 11, 31, 12);
    const { use, publish, append, logs, leaves } = await aWorld(eve);
    await use('reader-1', eve);
    await publish(14);
    expect((await logs.latest(tenant))?.year).toBe(2027);
    await append(2);
    await publish(0.1);

    const latest = await logs.latest(tenant);

    expect(sizeOfEdge(latest?.edge ?? [])).toBe((await leaves()).length + 2);
    expect(await logs.get({ tenant, year: 2026 })).toMatchObject({ through: 1 });
    expect(latest).toMatchObject({ year: 2027, through: 2 });
  });

  it('are behind from when they were due, and not before', async () => {
    const world = await aWorld();
    await world.use('reader-1', START);
    await world.publish(1);
    world.time.now = START + 6.9 * HOUR_MS;
    expect(await behindSince(world, tenant)).toBeUndefined();

    world.time.now = START + 8 * HOUR_MS;

    expect(await behindSince(world, tenant)).toBe(START + 7 * HOUR_MS);
    await world.publish(0);
    expect(await behindSince(world, tenant)).toBeUndefined();
  });

  it('have what nobody opens of a subject that was erased before they were sealed, and all else of others', async () => {
    const { use, publish, salts, faults } = await aWorld();
    await use('reader-1', START);
    await publish(1);
    const all = [{ start: timestampOf(0), end: timestampOf(START + HOUR_MS) }];
    await salts.begin(tenant, new Uint8Array(32));
    await salts.dropUsage(tenant, subjectOpener('reader-1'), all);
    await use('reader-2', START);

    await publish(6);

    expect(await faults()).toEqual([]);
  });

  it('are the same to the byte when they are made again of the usage log and the salts', async () => {
    const world = await aWorld();
    for (let at = 0; at < 40; at += 1) await world.use(`reader-${at % 7}`, START + at * HOUR_MS);
    await world.publish(48);
    const again = { ...(await aWorld()), log: world.log, salts: world.salts };
    const usage = { ...world.usage, hours: again.usage.hours };

    await sequence({ ...again, usage }, tenant, noHurry);

    expect((await again.logs.latest(tenant))?.note).toBe((await world.logs.latest(tenant))?.note);
    expect(again.tiles.all).toEqual(world.tiles.all);
  });
});
