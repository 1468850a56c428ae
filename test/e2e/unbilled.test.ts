import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { billed } from './support/billing.ts';
import { LocalFarthing } from './support/local-stack.ts';
import { perView, planOf } from './support/refusals.ts';

jest.setTimeout(600_000);

/** In the Union, with tax: so an invoice above 100 EUR needs the customer's address. */
const settings = {
  seller: {
    name: 'Magazine GmbH',
    taxNumber: 'DE123456788',
    address: { lines: ['Hauptstr. 1'], city: 'Berlin', country: 'DE' },
  },
  taxes: { standard: { category: 'S', rate: '19' } },
  approval: false,
};

const always = [{ plan: 'reader', from: '2026-01-01' }];
const customers = {
  press: { name: 'Press', subjects: ['app-1'], plan: always },
  radio: {
    name: 'Radio',
    subjects: ['app-2'],
    plan: [...always, { plan: null, from: '2026-01-20' }],
  },
  film: { name: 'Film', subjects: ['app-3'], plan: [{ plan: 'dear', from: '2026-01-01' }] },
};

const viewsOf = (subject: string, count: number, day = '2026-01-15') =>
  Array.from({ length: count }, (_, index) => ({
    id: `${subject} ${day} ${index}`,
    source: 'urn:test',
    type: 'view',
    subject,
    time: `${day}T10:00:00Z`,
  }));

let farthing: LocalFarthing;

async function put(path: string, body: object): Promise<void> {
  const answer = await farthing.request('PUT', path, body);
  if (answer.status >= 300) throw new Error(`PUT ${path}: ${JSON.stringify(answer.body)}`);
}

async function use(...events: readonly object[]): Promise<void> {
  const { status } = await farthing.request('POST', '/v1/events', events);
  if (status !== 202) throw new Error(`events were answered ${status}`);
  await farthing.untilSettled();
}

const read = async (path: string) =>
  (await farthing.request('GET', path)).body as Record<string, unknown>;

/** All rows of a month's list, whatever pages they come in. */
async function unbilled(period: string): Promise<readonly Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  for (let query = ''; ; ) {
    const page = await read(`/v1/unbilled?period=${period}${query}`);
    rows.push(...(page['rows'] as Record<string, unknown>[]));
    const cursor = page['nextCursor'];
    if (typeof cursor !== 'string') return rows;
    query = `&cursor=${encodeURIComponent(cursor)}`;
  }
}

/** How a customer's month stands. */
async function standing(period: string, customer: string): Promise<unknown> {
  const { customers: all } = await read(`/v1/billing-runs/${period}`);
  return (all as { customer: string; status: string }[]).find((one) => one.customer === customer)
    ?.status;
}

/**
 * January: press for 2.00 until it is archived, radio until its plan ended, film for more than an invoice without
 * address may be.
 */
beforeAll(async () => {
  farthing = await LocalFarthing.started();
  await farthing.setClock('2026-01-25T00:00:00Z');
  await put('/v1/meters/view', { eventType: 'view', aggregation: 'count' });
  await put('/v1/billing-settings', settings);
  await put('/v1/plans/reader', planOf({}));
  await put('/v1/plans/dear', planOf({ charges: [{ ...perView, unitPrice: '60' }] }));
  for (const [key, body] of Object.entries(customers)) await put(`/v1/customers/${key}`, body);
  await use(
    ...viewsOf('app-1', 4),
    ...viewsOf('app-2', 2),
    ...viewsOf('app-2', 3, '2026-01-22'),
    ...viewsOf('app-3', 2),
    ...viewsOf('stray', 5),
  );
  await put('/v1/customers/press', { ...customers.press, archived: true });
  await farthing.setClock('2026-02-02T15:00:00Z', { quietly: true });
  await billed(farthing, '2026-01');
});
afterAll(() => farthing.remove());

describe('a month of which not everything is billed', () => {
  it('lists what is in no invoice, and parks what lacks an address until a person says why it may', async () => {
    const row = { meter: 'view', period: '2026-01' };
    const noPayer = { ...row, subject: 'stray', reason: 'no-payer', quantity: '5', events: 5 };
    const noPlan = { ...row, subject: 'app-2', customer: 'radio', reason: 'no-plan' };
    const waiting = { ...row, subject: 'app-3', customer: 'film', reason: 'waiting' };
    const parked = await unbilled('2026-01');
    const { customers: all } = await read('/v1/billing-runs/2026-01');

    const { invoices } = await read('/v1/invoices?status=draft&period=2026-01');
    const [draft] = invoices as { id: string }[];
    const body = { reason: 'the address is in the letter beside it' };
    const answer = await farthing.request('POST', `/v1/invoices/${draft?.id ?? ''}/issue`, body);

    expect(parked).toHaveLength(3);
    expect(parked).toEqual(
      expect.arrayContaining([
        noPayer,
        { ...noPlan, quantity: '3', events: 3 },
        { ...waiting, quantity: '2', events: 2 },
      ]),
    );
    expect(all).toContainEqual(
      expect.objectContaining({ customer: 'film', code: 'missing-on-invoice' }),
    );
    expect(invoices).toMatchObject([{ customer: 'film', status: 'draft' }]);
    expect(answer.status).toBe(201);
    expect(await standing('2026-01', 'film')).toBe('closed');
    expect((await unbilled('2026-01')).map(({ reason }) => reason).sort()).toEqual([
      'no-payer',
      'no-plan',
    ]);
  });

  it('says event by event which are billed, and why others are not', async () => {
    const day = 'from=2026-01-15T00:00:00Z&to=2026-01-16T00:00:00Z';
    const { events, nextCursor } = await read(`/v1/events?limit=8&${day}`);
    const cursor = encodeURIComponent(String(nextCursor));
    const { events: others } = await read(`/v1/events?limit=8&${day}&cursor=${cursor}`);
    const one = await read('/v1/events?subject=app-2&from=2026-01-22T00:00:00Z');

    const all = [...(events as Record<string, string>[]), ...(others as Record<string, string>[])];
    expect(
      all.map(({ id, status, reason }) => [id, status, reason].join(' ').trim()).sort(),
    ).toEqual(
      [
        ...viewsOf('app-1', 4).map(({ id }) => `${id} counted`),
        ...viewsOf('app-2', 2).map(({ id }) => `${id} counted`),
        ...viewsOf('app-3', 2).map(({ id }) => `${id} counted`),
        ...viewsOf('stray', 5).map(({ id }) => `${id} not-billed no-payer`),
      ].sort(),
    );
    const unbilledBy = { meter: 'view', value: '1', customer: 'radio', unbilled: 'no-plan' };
    expect(one['events']).toMatchObject([1, 2, 3].map(() => ({ meters: [unbilledBy] })));
  });

  it('costs what a price that is tried says, to a key that may ask', async () => {
    const plan = { key: 'reader', charge: 'view' };
    const tried = await farthing.request('POST', '/v1/price-calculations', { plan, quantity: '2' });
    const { invoices } = await read('/v1/invoices?period=2026-01&customer=radio');
    const [invoice] = invoices as { id: string }[];
    const { lines } = await read(`/v1/invoices/${invoice?.id ?? ''}`);
    const { keys } = await read('/v1/keys');

    const [line] = lines as Record<string, string>[];
    const { quantity, unitPrice, exactAmount } = line ?? {};
    expect(tried.body).toMatchObject({ lines: [{ quantity, unitPrice, exactAmount }] });
    expect(keys).toMatchObject([{ mode: 'test', scopes: expect.arrayContaining(['admin']) }]);
    expect(JSON.stringify(keys)).not.toContain(farthing.stack.apiKey.split('_')[3]);
  });

  it('is accepted row by row, with a reason that stays beside it', async () => {
    const rows = (await unbilled('2026-01')).map(({ period: _, ...row }) => row);
    const body = { period: '2026-01', reason: 'our own tests', rows };

    const answer = await farthing.request('POST', '/v1/unbilled/accept', body);

    expect(answer).toMatchObject({ status: 200, body: { accepted: 2 } });
    expect((await unbilled('2026-01')).map((row) => row['accepted'])).toEqual([
      expect.objectContaining({ reason: 'our own tests' }),
      expect.objectContaining({ reason: 'our own tests' }),
    ]);
  });

  it('is on no list where a backfill job wrote it as informational, however often it is sent', async () => {
    const window = { from: '2025-06-01T00:00:00Z', to: '2025-07-01T00:00:00Z' };
    const job = { name: 'older', billing: 'informational', ...window };
    const sent = viewsOf('app-1', 3, '2025-06-15');
    await farthing.request('POST', '/v1/backfills', job);
    const events = () => farthing.request('POST', '/v1/backfills/older/events', sent);

    const [first, again] = [await events(), await events()];
    const closed = await farthing.request('POST', '/v1/backfills/older/close');
    await farthing.untilSettled();

    expect(first).toMatchObject({ status: 200, body: { accepted: 3, repeated: 0, rejected: [] } });
    expect(again).toEqual(first);
    expect(closed.body).toMatchObject({
      ...{ status: 'closed', accepted: 3, repeated: 0, underWay: 0 },
      months: [{ month: '2025-06', accepted: 3, outcome: 'never' }],
    });
    const query = { meter: 'view', from: '2025-06', to: '2025-07' };
    expect(await farthing.usage(query)).toMatchObject([{ value: '0' }]);
    expect(await farthing.usage({ ...query, informational: 'true' })).toMatchObject([
      { value: '3' },
    ]);
    expect(await unbilled('2025-06')).toEqual([]);
  });

  it('agrees with the books, the totals and the logs, as the daily pass finds', async () => {
    await farthing.setClock('2026-02-03T04:00:00Z');
    await farthing.untilSettled();

    const { status, comparisons } = await read('/v1/reconciliation');

    const agreeing = { differing: 0, findings: [] };
    expect(comparisons).toMatchObject([
      { kind: 'books', compared: 3, ...agreeing },
      { kind: 'invoices', period: '2026-01', compared: 1, ...agreeing },
      { kind: 'totals', compared: 120, ...agreeing },
    ]);
    expect(status).toBe('agrees');
  });
});
