import { describe, expect, it } from '@jest/globals';
import type { RecipientBody } from '../../core/contract/shares/shapes.ts';
import { type Timestamp, timestampOf } from '../../core/kernel/timestamp.ts';
import { asking, everyItem } from '../support/ask.ts';
import { catalogPorts } from '../support/catalog-ports.ts';
import { catalogHandler } from '../support/changing-handlers.ts';

/** With a meter `reads` by author, and one of levels; it is noon of 2026-11-22 in UTC. */
async function aCatalog() {
  const time = { now: timestampOf(Date.UTC(2026, 10, 22, 12)) };
  const clock = { now: (): Timestamp => time.now };
  const ask = asking(catalogHandler(catalogPorts({ clock })));
  const put = (path: 'meters' | 'payees' | 'shares', key: string, body: unknown) =>
    ask(`PUT /v1/${path}/{key}`, { params: { key }, body });
  await put('meters', 'reads', {
    ...{ eventType: 'read', aggregation: 'count', dimensions: ['author'] },
  });
  await put('meters', 'seats', { eventType: 'seat', aggregation: 'max', value: 'seats' });
  return {
    ...{ ask, put, time },
    get: (path: 'payees' | 'shares', key: string, tenant = 'acme') =>
      ask(`GET /v1/${path}/{key}`, { params: { key }, tenant }),
  };
}

const of = { meter: 'reads', dimension: 'author' };
const seventy: readonly RecipientBody[] = [
  { to: 'value', shares: 70 },
  { to: 'platform', shares: 30 },
];
const version = (effectiveFrom: string, split: readonly unknown[] = seventy) => ({
  effectiveFrom,
  split,
});

describe('PUT /v1/payees/{key}', () => {
  it('creates a payee, gives it back as it was sent, and to no other tenant', async () => {
    const { put, get } = await aCatalog();

    const { status, body } = await put('payees', 'ada', { name: 'Ada Lefèvre', country: 'FR' });

    expect([status, body]).toEqual([
      201,
      { key: 'ada', name: 'Ada Lefèvre', country: 'FR', revision: 1 },
    ]);
    expect((await get('payees', 'ada')).body).toEqual(body);
    expect((await get('payees', 'ada', 'other')).body).toMatchObject({ code: 'payee.not-found' });
  });

  it('replaces it only over the revision that was looked at, and keeps what is so already', async () => {
    const { put } = await aCatalog();
    await put('payees', 'ada', { name: 'Ada' });

    expect(await put('payees', 'ada', { name: 'Ada' })).toMatchObject({
      ...{ status: 200, body: { revision: 1 } },
    });
    expect(await put('payees', 'ada', { name: 'Ada L.', revision: 0 })).toMatchObject({
      ...{ status: 409, body: { code: 'payee.changed-meanwhile', param: '/revision' } },
    });
    expect(await put('payees', 'ada', { name: 'Ada L.', revision: 1 })).toMatchObject({
      ...{ status: 200, body: { name: 'Ada L.', revision: 2 } },
    });
  });

  it('lists all of them, page by page', async () => {
    const { ask, put } = await aCatalog();
    for (const key of ['ben', 'ada', 'cy']) await put('payees', key, { name: key });

    const items = await everyItem(
      (query) => ask('GET /v1/payees', { query: { ...query, limit: '2' } }),
      'payees',
    );

    expect(items).toMatchObject([{ key: 'ada' }, { key: 'ben' }, { key: 'cy' }]);
  });
});

describe('PUT /v1/shares/{key}', () => {
  it('creates a share, adds versions of days to come, and gives it back as it was sent', async () => {
    const { put, get } = await aCatalog();
    const first = { of, versions: [version('2026-01-01')] };
    const second = { of, versions: [version('2026-01-01'), version('2027-01-01')] };

    expect((await put('shares', 'authors', first)).status).toBe(201);
    expect((await put('shares', 'authors', first)).body).toMatchObject({ revision: 1 });
    expect((await put('shares', 'authors', second)).status).toBe(200);

    expect((await get('shares', 'authors')).body).toEqual({
      ...{ key: 'authors', ...second, revision: 2 },
    });
  });

  it.each([
    [
      'a version that has begun, changed',
      { of, versions: [version('2026-01-01', [{ to: 'platform', shares: 1 }])] },
      'share.version-in-force',
    ],
    [
      'a version of today, added',
      { of, versions: [version('2026-01-01'), version('2026-11-22')] },
      'share.version-in-force',
    ],
    ['other usage', { versions: [version('2026-01-01')] }, 'share.usage-fixed'],
    [
      'another basis',
      { of, basis: 'invoiced', versions: [version('2026-01-01')] },
      'share.usage-fixed',
    ],
  ])('refuses %s, of a share that there is', async (_what, body, code) => {
    const { put } = await aCatalog();
    await put('shares', 'authors', { of, versions: [version('2026-01-01')] });

    expect((await put('shares', 'authors', body)).body).toMatchObject({ code });
  });

  it.each([
    ['a meter that there is not', { of: { ...of, meter: 'views' } }, 'meter.not-found'],
    ['a meter of levels', { of: { ...of, meter: 'seats' } }, 'share.usage-unsuited'],
    [
      'a dimension that its meter has not',
      { of: { ...of, dimension: 'title' } },
      'share.usage-unsuited',
    ],
    [
      'days that go back',
      { versions: [version('2027-02-01'), version('2027-01-01')] },
      'share.versions-unordered',
    ],
    ['a day that is none', { versions: [version('2026-02-30')] }, 'request.invalid'],
    [
      'fees of more than all',
      {
        versions: [
          version('2026-01-01', [
            { to: 'value', feePercent: '60' },
            { to: 'platform', feePercent: '40.1' },
          ]),
        ],
      },
      'share.split-invalid',
    ],
    [
      'a part of both kinds',
      { versions: [version('2026-01-01', [{ to: 'value', shares: 1, feePercent: '1' }])] },
      'request.invalid',
    ],
    [
      'a share that there is not',
      { versions: [version('2026-01-01', [{ to: 'share', share: 'band', shares: 1 }])] },
      'share.not-found',
    ],
    [
      'a share that names itself',
      { versions: [version('2026-01-01', [{ to: 'share', share: 'authors', shares: 1 }])] },
      'share.split-invalid',
    ],
  ])('refuses %s', async (_what, body, code) => {
    const { put, get } = await aCatalog();

    const answer = await put('shares', 'authors', { versions: [version('2026-01-01')], ...body });

    expect(answer.body).toMatchObject({ code });
    expect((await get('shares', 'authors')).status).toBe(404);
  });

  it.each([
    ['of all values', of],
    ['of a value', { ...of, values: ['ada'] }],
  ])('takes no usage of the past from a share that is in force: %s', async (_what, ofNew) => {
    const { put } = await aCatalog();
    await put('shares', 'authors', { of, versions: [version('2026-01-01')] });

    const past = await put('shares', 'aaa', { of: ofNew, versions: [version('2026-01-01')] });
    const future = await put('shares', 'aaa', { of: ofNew, versions: [version('2026-12-01')] });

    expect(past.body).toMatchObject({ code: 'share.version-in-force' });
    expect(future.status).toBe(201);
  });

  it('begins in the past beside a share of other values', async () => {
    const { put } = await aCatalog();
    const ofBen = { ...of, values: ['ben'] };
    await put('shares', 'ben', { of: ofBen, versions: [version('2026-01-01')] });

    const ofAda = { of: { ...of, values: ['ada'] }, versions: [version('2026-01-01')] };

    expect((await put('shares', 'ada', ofAda)).status).toBe(201);
  });

  it('refuses shares that come to name one another, and more than four deep', async () => {
    const { put } = await aCatalog();
    const naming = (share: string) => ({
      versions: [version('2027-01-01', [{ to: 'share', share, shares: 1 }])],
    });
    await put('shares', 'e', { versions: [version('2027-01-01')] });
    for (const [key, named] of ['de', 'cd', 'bc'].map((pair) => pair.split(''))) {
      expect((await put('shares', key ?? '', naming(named ?? ''))).status).toBe(201);
    }

    expect((await put('shares', 'a', naming('b'))).body).toMatchObject({
      code: 'share.split-invalid',
      detail: expect.stringContaining('4 deep'),
    });
    expect((await put('shares', 'e', naming('d'))).body).toMatchObject({
      code: 'share.split-invalid',
      detail: expect.stringContaining('e names d names e'),
    });
  });
});
