import { describe, expect, it } from '@jest/globals';
import { backfillPositionFrom } from '../../core/catalog/backfill.ts';
import type { MeterCatalogs } from '../../core/metering/meter-catalogs.ts';
import { inMemoryMeterCatalogs } from '../fakes/meter-catalogs.ts';
import { inMemoryQueue } from '../fakes/queue.ts';
import { aMeter } from '../fixtures/usage-events.ts';
import { used } from '../support/a-query.ts';
import { asking } from '../support/ask.ts';
import { catalogPorts } from '../support/catalog-ports.ts';
import { catalogHandler } from '../support/changing-handlers.ts';
import { totalsOf } from '../support/folded-totals.ts';

const bytes = {
  eventType: 'download',
  aggregation: 'sum',
  value: 'bytes',
  dimensions: ['format'],
  filter: { status: ['206', '200'], cached: false },
};

async function aCatalog({ catalogs = inMemoryMeterCatalogs() }: { catalogs?: MeterCatalogs } = {}) {
  const backfill = inMemoryQueue();
  const totals = await totalsOf({ meters: [], catalogVersion: 0, shards: 4 }, [
    used('a', '2026-10-01T00:00:00Z'),
    used('a', '2026-10-01T01:00:00Z'),
    used('e', '2026-10-01T00:00:00Z'),
  ]);
  const ask = asking(catalogHandler(catalogPorts({ catalogs, totals, backfill })));
  return {
    backfill,
    totals,
    catalogs,
    put: (key: string, body: unknown, rest: { readonly tenant?: string } = {}) =>
      ask('PUT /v1/meters/{key}', { params: { key }, body, ...rest }),
    get: (key: string, tenant = 'acme') => ask('GET /v1/meters/{key}', { params: { key }, tenant }),
    list: (query = {}) => ask('GET /v1/meters', { query }),
  };
}

describe('PUT /v1/meters/{key}', () => {
  it('creates a meter in one form, and has what the log already holds counted', async () => {
    const { put, backfill } = await aCatalog();

    const { status, body } = await put('bytes', bytes);

    expect(status).toBe(201);
    expect(body).toMatchObject({
      key: 'bytes',
      eventType: 'download',
      aggregation: 'sum',
      value: 'bytes',
      dimensions: ['format'],
      filter: { cached: ['false'], status: ['200', '206'] },
      backfill: { status: 'running', hoursDone: 0 },
    });
    expect(backfill.bodies.map(backfillPositionFrom)).toEqual([
      { tenant: 'acme', version: 1, shard: 0, after: -1 },
    ]);
  });

  it('changes nothing when it is sent again, in whatever order its filter is', async () => {
    const { put, catalogs } = await aCatalog();
    await put('bytes', bytes);

    const { status } = await put('bytes', {
      ...bytes,
      filter: { cached: 'false', status: ['200', '206', '200'] },
    });

    expect(status).toBe(200);
    expect((await catalogs.latest('acme', 'strong')).version).toBe(1);
  });

  it('announces the backfill again on a repeat while hours are missing, and no more after', async () => {
    const { put, totals, backfill } = await aCatalog();
    await put('bytes', bytes);

    await put('bytes', bytes);
    expect(backfill.bodies).toHaveLength(2);
    expect(backfill.bodies[1]).toBe(backfill.bodies[0]);

    for (const { key, progress } of totals.progress()) {
      await totals.putProgress(key, { revision: 2, value: { ...progress, catalogVersion: 1 } });
    }
    await put('bytes', bytes);
    expect(backfill.bodies).toHaveLength(2);
  });

  it('answers 503 when the backfill could not be announced, with the meter there', async () => {
    const { put, get, backfill } = await aCatalog();
    backfill.fail();

    const { status, headers, body } = await put('bytes', bytes);

    expect(status).toBe(503);
    expect(headers['retry-after']).toMatch(/^\d+$/);
    expect(body).toMatchObject({ code: 'queue.unavailable' });
    expect((await get('bytes')).body).toMatchObject({ backfill: { status: 'running' } });
  });

  it('changes the description alone, and counts no hour anew for it', async () => {
    const { put, get, catalogs } = await aCatalog();
    await put('bytes', bytes);

    const { status } = await put('bytes', { ...bytes, description: 'all that was downloaded' });

    expect(status).toBe(200);
    expect((await get('bytes')).body).toMatchObject({ description: 'all that was downloaded' });
    expect((await catalogs.latest('acme', 'strong')).meters[0]?.sinceVersion).toBe(1);
  });

  it('refuses another definition under the same key and says which there is', async () => {
    const { put } = await aCatalog();
    await put('bytes', bytes);

    const { status, body } = await put('bytes', { ...bytes, aggregation: 'max' });

    expect(status).toBe(409);
    expect(body).toMatchObject({
      code: 'meter.already-defined',
      param: 'key',
      definition: { aggregation: 'sum', value: 'bytes' },
    });
  });

  it('refuses the meter past the hundredth', async () => {
    const catalogs = inMemoryMeterCatalogs();
    const meters = Array.from({ length: 100 }, (_, index) => aMeter({ key: `m${index}` }));
    await catalogs.append('acme', { version: 1, meters });
    const { put } = await aCatalog({ catalogs });

    expect((await put('one-more', bytes)).body).toMatchObject({
      status: 409,
      code: 'meter.too-many',
    });
  });

  it('keeps both when two are created at once', async () => {
    const { put, list } = await aCatalog();

    const answers = await Promise.all([put('a', bytes), put('b', bytes), put('c', bytes)]);

    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect((await list()).body['meters']).toMatchObject([{ key: 'a' }, { key: 'b' }, { key: 'c' }]);
  });

  it('finds its meter there when the answer to the put was lost', async () => {
    const sound = inMemoryMeterCatalogs();
    const { put, list } = await aCatalog({
      catalogs: {
        latest: (tenant, consistency) => sound.latest(tenant, consistency),
        append: async (tenant, catalog) => {
          await sound.append(tenant, catalog);
          return 'unknown';
        },
      },
    });

    expect((await put('bytes', bytes)).status).toBe(201);
    expect((await list()).body['meters']).toHaveLength(1);
  });

  it.each([
    [{ ...bytes, agregation: 'sum' }, 'request.unknown-field', '/agregation', 'remove'],
    [{ ...bytes, aggregation: 'median' }, 'request.invalid', '/aggregation', 'count, sum'],
    [{ ...bytes, value: undefined }, 'request.invalid', '/value', 'sum needs the field'],
    [{ ...bytes, aggregation: 'count' }, 'request.invalid', '/value', 'leave it out'],
    [{ ...bytes, eventType: '' }, 'request.invalid', '/eventType', 'not empty'],
    [{ ...bytes, dimensions: ['a', 'a'] }, 'request.invalid', '/dimensions/1', 'once'],
    [{ ...bytes, dimensions: ['customer'] }, 'request.invalid', '/dimensions/0', '"/customer"'],
    [{ ...bytes, dimensions: ['a,b'] }, 'request.invalid', '/dimensions/0', 'comma'],
    [{ ...bytes, dimensions: [...'abcdefghijk'] }, 'request.invalid', '/dimensions', 'at most 10'],
    [{ ...bytes, filter: { s: [] } }, 'request.invalid', '/filter/s', 'not empty'],
    [{ ...bytes, filter: { s: null } }, 'request.invalid', '/filter/s', 'a value or a list'],
    [
      { ...bytes, filter: { s: Array.from({ length: 100 }, (_, i) => `${'x'.repeat(60)}${i}`) } },
      'request.invalid',
      '',
      '3500 bytes',
    ],
    [[], 'request.invalid', '', 'an object'],
  ])('refuses %j', async (body, code, param, hint) => {
    const { put } = await aCatalog();

    const answer = await put('bytes', body);

    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code, param });
    expect(answer.body['detail']).toContain(hint);
  });

  it.each(['', 'Bytes', '-a', 'a b', 'a'.repeat(65), '__proto__'])(
    'refuses the key %j',
    async (key) => {
      const { put } = await aCatalog();

      expect((await put(key, bytes)).body).toMatchObject({ code: 'request.bad-key', param: 'key' });
    },
  );
});

describe('GET /v1/meters', () => {
  it('says how far a backfill is, by how far the hours have been folded', async () => {
    const { put, get, totals } = await aCatalog();
    await put('bytes', bytes);
    const before = (await get('bytes')).body['backfill'] as { hoursTotal: number };

    for (const { key, progress } of totals.progress().slice(1)) {
      await totals.putProgress(key, { revision: 2, value: { ...progress, catalogVersion: 1 } });
    }
    const meanwhile = (await get('bytes')).body['backfill'];
    for (const { key, progress } of totals.progress().slice(0, 1)) {
      await totals.putProgress(key, { revision: 2, value: { ...progress, catalogVersion: 2 } });
    }
    const after = (await get('bytes')).body['backfill'];

    const { hoursTotal } = before;
    expect(before).toMatchObject({ status: 'running', hoursDone: 0 });
    expect(meanwhile).toEqual({ status: 'running', hoursDone: hoursTotal - 1, hoursTotal });
    expect(after).toEqual({ status: 'complete', hoursDone: hoursTotal, hoursTotal });
  });

  it('is complete at once where there is no usage', async () => {
    const { put } = await aCatalog();

    const { body } = await put('bytes', bytes, { tenant: 'new' });

    expect(body).toMatchObject({ backfill: { status: 'complete', hoursDone: 0, hoursTotal: 0 } });
  });

  it('answers another tenant’s meter like a missing one', async () => {
    const { put, get } = await aCatalog();
    await put('bytes', bytes);

    const { requestId: _a, ...theirs } = (await get('bytes', 'other')).body;
    const { requestId: _b, ...missing } = (await get('bytes', 'nobody')).body;

    expect(theirs).toMatchObject({ status: 404, code: 'meter.not-found', param: 'key' });
    expect(theirs).toEqual(missing);
  });

  it('refuses parameters it does not have', async () => {
    const { list } = await aCatalog();

    expect((await list({ limit: '5' })).body).toMatchObject({
      code: 'request.unknown-field',
      param: 'limit',
    });
  });
});
