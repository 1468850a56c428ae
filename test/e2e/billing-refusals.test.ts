import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { billed, billingRun } from './support/billing.ts';
import { LocalFarthing } from './support/local-stack.ts';
import {
  invoiceRefusals,
  perView,
  planOf,
  planRefusals,
  type Refused,
  runRefusals,
} from './support/refusals.ts';

jest.setTimeout(600_000);

const settings = { seller: { name: 'Magazine GmbH' }, approval: false };
const everything = ['events:write', 'usage:read', 'billing:read', 'billing:write', 'admin'];

let farthing: LocalFarthing;
/** A key of a tenant without a default plan. */
let stranger: string;
let reader: string;
let ids: { press: string; radio: string };

async function put(path: string, body: object, key = farthing.stack.apiKey): Promise<void> {
  const answer = await farthing.request('PUT', path, body, key);
  if (answer.status >= 300) throw new Error(`PUT ${path}: ${JSON.stringify(answer.body)}`);
}

const viewsOf = (subject: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: `${subject} ${index}`,
    source: 'urn:test',
    type: 'view',
    subject,
    time: '2026-01-15T10:00:00Z',
  }));

/** Two customers whose January is billed, at 2.00 and 1.00; and a tenant with a subject that nobody pays for. */
beforeAll(async () => {
  farthing = await LocalFarthing.started();
  await farthing.setClock('2026-01-16T00:00:00Z');
  stranger = await farthing.keyFor('stranger', ...everything);
  reader = await farthing.keyFor('demo', 'billing:read');
  for (const key of [farthing.stack.apiKey, stranger]) {
    await put('/v1/meters/view', { eventType: 'view', aggregation: 'count' }, key);
    await put('/v1/billing-settings', settings, key);
  }
  await put('/v1/plans/reader', planOf({}));
  await put('/v1/plans/dear', planOf({ charges: [{ ...perView, unitPrice: '9' }] }));
  for (const key of ['press', 'radio']) {
    await put(`/v1/customers/${key}`, { name: key, plan: 'reader' });
  }
  const events = [...viewsOf('press', 4), ...viewsOf('radio', 2)];
  await farthing.request('POST', '/v1/events', events);
  await farthing.request('POST', '/v1/events', viewsOf('somebody', 1), stranger);
  await farthing.untilSettled();
  await farthing.setClock('2026-02-01T15:00:00Z', { quietly: true });
  await billed(farthing, '2026-01');
  const { body } = await farthing.request('GET', '/v1/invoices');
  const { invoices } = body as { invoices: { id: string; customer: string }[] };
  const idOf = (customer: string) => invoices.find((one) => one.customer === customer)?.id ?? '';
  ids = { press: idOf('press'), radio: idOf('radio') };
});
afterAll(() => farthing.remove());

/** All that a tenant can see of its billing. */
async function everythingShown(): Promise<readonly string[]> {
  const paths = [
    '/v1/plans',
    '/v1/customers',
    '/v1/billing-settings',
    '/v1/books?format=csv',
    '/v1/accounts',
    '/v1/invoices',
    '/v1/billing-runs/2026-01',
    '/v1/billing-runs/2026-02',
  ];
  return Promise.all(paths.map(async (path) => (await farthing.get(path, '*/*')).text));
}

async function refusal({ method, path, body, as }: Refused) {
  const named = path.replace(/press|radio/, (word) =>
    path.startsWith('/v1/invoices') ? ids[word as keyof typeof ids] : word,
  );
  const key = as === undefined ? farthing.stack.apiKey : { reader, stranger }[as];
  return farthing.request(method, named, body, key, { 'idempotency-key': 'once' });
}

describe('bad input', () => {
  const all = { ...planRefusals, ...runRefusals, ...invoiceRefusals };
  /** As it was before any of it came. */
  let before: readonly string[];
  beforeAll(async () => {
    before = await everythingShown();
  });

  it.each(Object.entries(all))(
    '%s gets a problem document, and changes nothing',
    async (_, one) => {
      const { status, body } = await refusal(one);

      const { code, param, says } = one;
      expect({ status, body }).toMatchObject({
        status: one.status,
        body: { code, status: one.status, ...(param === undefined ? {} : { param }) },
      });
      expect((body as { detail: string }).detail).toContain(says);
      expect(await everythingShown()).toEqual(before);
    },
  );
});

describe('an invoice that is void', () => {
  it('is not voided again, credited or paid, and is voided once however often that is asked', async () => {
    const path = `/v1/invoices/${ids.radio}`;
    const voided = { reason: 'billed to the wrong one', afterwards: 'forgive' };
    const first = await farthing.request('POST', `${path}/void`, voided);
    const before = await everythingShown();

    const again = await farthing.request('POST', `${path}/void`, voided);
    const headers = { 'idempotency-key': 'once' };
    const credit = { reason: 'and credited' };
    const key = farthing.stack.apiKey;
    const credited = await farthing.request('POST', `${path}/credit-notes`, credit, key, headers);
    const payment = { rail: 'bank', reference: 'r-2', amount: '1.00' };
    const paid = await farthing.request('POST', `${path}/payments`, payment);

    expect(first).toMatchObject({ status: 201, body: { isNew: true } });
    expect(again).toMatchObject({ status: 200, body: { isNew: false } });
    expect(credited).toMatchObject({ status: 409, body: { code: 'invoice.already-void' } });
    expect(paid).toMatchObject({ status: 409, body: { code: 'invoice.already-void' } });
    expect(await everythingShown()).toEqual(before);
  });
});

describe('a tenant without a default plan', () => {
  it('is told of the subjects that nobody pays for, and nobody is billed for them', async () => {
    await billed(farthing, '2026-01', stranger);

    const run = await billingRun(farthing, '2026-01', stranger);
    const { body } = await farthing.request('GET', '/v1/invoices', undefined, stranger);

    expect(run).toMatchObject({ status: 'done', counts: { closed: 0 }, unassigned: ['somebody'] });
    expect(body).toEqual({ invoices: [] });
  });
});
