import { describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { sizeOfEdge } from '../../../core/tlog/tiles.ts';
import { type SequenceAllPorts, sequenceAll } from '../../../core/transparency/sequence-all.ts';
import { aLogWorld, noHurry, tenant } from './a-log-world.ts';

type World = Awaited<ReturnType<typeof aLogWorld>>;

/** All tenants have the same books; `now` is so many minutes after their blocks were recorded. */
function allOf(world: World, { tenants = [tenant], minutes = 0 } = {}) {
  const notices: object[] = [];
  const ports: SequenceAllPorts = {
    ...world,
    log: {
      ...world.log,
      read: (_, after, consistency) => world.log.read(tenant, after, consistency),
      readOne: (_, seq) => world.log.readOne(tenant, seq),
    },
    settings: { listTenants: async () => ({ tenants, more: false }) },
    clock: { now: () => timestampOf(Date.UTC(2026, 5, 1) + minutes * 60_000) },
    onNotice: (notice) => notices.push(notice),
  };
  return { ports, notices };
}

const sizeOf = async ({ logs }: World, of: string) =>
  sizeOfEdge((await logs.latest(of))?.edge ?? []);

describe('the logs of all tenants', () => {
  it('are brought up to their books, each of its own salts', async () => {
    const world = await aLogWorld([3, 4]);
    const { ports, notices } = allOf(world, { tenants: ['acme', 'zine'], minutes: 600 });

    await sequenceAll(ports, noHurry);

    expect([await sizeOf(world, 'acme'), await sizeOf(world, 'zine')]).toEqual([7, 7]);
    expect(notices).toEqual([]);
    expect((await world.logs.latest('acme'))?.last).not.toEqual(
      (await world.logs.latest('zine'))?.last,
    );
  });

  it('take turns, so that a large one holds up no other', async () => {
    const world = await aLogWorld(Array.from({ length: 250 }, () => 1));
    const { ports } = allOf(world, { tenants: ['acme', 'zine'] });
    const order: string[] = [];
    const put: World['logs']['put'] = (log) => {
      if (order.at(-1) !== log.tenant) order.push(log.tenant);
      return world.logs.put(log);
    };

    await sequenceAll({ ...ports, logs: { ...world.logs, put } }, noHurry);

    expect(order.slice(0, 4)).toEqual(['acme', 'zine', 'acme', 'zine']);
    expect([await sizeOf(world, 'acme'), await sizeOf(world, 'zine')]).toEqual([250, 250]);
  });

  it('go on where one cannot be written, which is thrown after all', async () => {
    const world = await aLogWorld([3]);
    const { ports, notices } = allOf(world, { tenants: ['acme', 'zine'], minutes: 61 });
    const put: World['logs']['put'] = async (log) => {
      if (log.tenant === 'acme') throw new Error('the table does not answer');
      return world.logs.put(log);
    };

    const run = sequenceAll({ ...ports, logs: { ...world.logs, put } }, noHurry);

    await expect(run).rejects.toThrow('1 logs could not be brought up to date');
    expect(await sizeOf(world, 'zine')).toBe(3);
    expect(notices).toEqual([
      { event: 'log.behind', tenant: 'acme', since: '2026-06-01T00:00:00Z' },
    ]);
  });

  it('are told of where the key does not answer for an hour, and not before', async () => {
    const world = await aLogWorld([3]);
    const signer = { ...world.signer, sign: async () => 'unavailable' as const };
    const [soon, late] = [allOf(world, { minutes: 59 }), allOf(world, { minutes: 60 })];

    await sequenceAll({ ...soon.ports, signer }, noHurry);
    await sequenceAll({ ...late.ports, signer }, noHurry);

    expect(soon.notices).toEqual([]);
    expect(late.notices).toMatchObject([{ event: 'log.behind', tenant }]);
  });
});
