import { describe, expect, it } from '@jest/globals';
import type { CatalogPorts } from '../../functions/serve-catalog/ports.ts';
import { inMemoryPlans } from '../fakes/plans.ts';
import { aPlan, aVersion } from '../fixtures/plans.ts';
import { asking, everyItem } from '../support/ask.ts';
import { catalogPorts } from '../support/catalog-ports.ts';
import { catalogHandler } from '../support/changing-handlers.ts';

function aCatalog(ports: Partial<CatalogPorts> = {}) {
  const ask = asking(catalogHandler(catalogPorts(ports)));
  return {
    put: (key: string, body: unknown, query = {}, tenant = 'acme') =>
      ask('PUT /v1/customers/{key}', { params: { key }, body, query, tenant }),
    get: (key: string, tenant = 'acme') =>
      ask('GET /v1/customers/{key}', { params: { key }, tenant }),
    list: (query = {}) => ask('GET /v1/customers', { query }),
  };
}

describe('PUT /v1/customers/{key}', () => {
  it('creates a customer with all it says', async () => {
    const { put, get } = aCatalog();
    const body = {
      name: 'Émile & Söhne',
      subjects: ['a#b', 'ä|ö 🦊'],
      timezone: 'asia/kathmandu',
      email: 'rechnung@example.com',
      metadata: { 'crm.id': '42' },
    };

    const { status, body: answer } = await put('emile@example.com', body);

    expect(status).toBe(201);
    expect(answer).toEqual({
      ...body,
      key: 'emile@example.com',
      timezone: 'Asia/Kathmandu',
      revision: 1,
    });
    expect((await get('emile@example.com')).body).toEqual(answer);
  });

  it('makes the customer its own subject where none are listed', async () => {
    const { put } = aCatalog();

    const { body } = await put('reader-1', { name: 'A reader' });

    expect(body).toMatchObject({ subjects: ['reader-1'], timezone: 'UTC', metadata: {} });
  });

  it('takes a customer without any subject', async () => {
    const { put } = aCatalog();

    expect((await put('later', { name: 'Later', subjects: [] })).body).toMatchObject({
      subjects: [],
    });
  });

  it('replaces the whole customer, and says a repeat changed nothing', async () => {
    const { put } = aCatalog();
    await put('a', { name: 'A', email: 'a@example.com', subjects: ['s1'] });

    const replaced = await put('a', { name: 'B', subjects: ['s2'] });
    const again = await put('a', { name: 'B', subjects: ['s2'] });

    expect(replaced).toMatchObject({ status: 200, body: { name: 'B', revision: 2 } });
    expect(replaced.body).not.toHaveProperty('email');
    expect(again).toMatchObject({ status: 200, body: { revision: 2 } });
  });

  it('refuses a subject that another customer has, with nothing changed', async () => {
    const { put, get } = aCatalog();
    await put('a', { name: 'A', subjects: ['s1'] });

    const { status, body } = await put('b', { name: 'B', subjects: ['s0', 's1'] });

    expect(status).toBe(409);
    expect(body).toMatchObject({
      code: 'subject.already-assigned',
      param: '/subjects/1',
      subject: 's1',
      customer: 'a',
    });
    expect((await get('b')).status).toBe(404);
    expect((await put('c', { name: 'C', subjects: ['s0'] })).status).toBe(201);
  });

  it('refuses a subject that private tokens are used by: it is nobody’s', async () => {
    const subjects = ['s0', 'private-pass:f:2026-11'];
    const { body } = await aCatalog().put('a', { name: 'A', subjects });
    expect([body['code'], body['param']]).toEqual(['request.invalid', '/subjects/1']);
  });

  it('lets a subject move once the customer that had it gives it up', async () => {
    const { put } = aCatalog();
    await put('a', { name: 'A', subjects: ['s1', 's2'] });
    await put('a', { name: 'A', subjects: ['s2'] });

    expect((await put('b', { name: 'B', subjects: ['s1'] })).status).toBe(201);
    expect((await put('a', { name: 'A', subjects: ['s1', 's2'] })).status).toBe(409);
  });

  it('archives a customer: its plan and its subjects end, and another can have these', async () => {
    const { put } = aCatalog();
    await put('a', { name: 'A', subjects: ['s'], plan: [{ plan: null, from: '1970-01-02' }] });

    const archived = { name: 'A', archived: true };
    const { body } = await put('a', archived, { from: '2026-06-01' });
    const again = await put('a', archived, { from: '2026-06-01' });

    expect(body).toMatchObject({ archived: true, subjects: [], revision: 2 });
    expect(body['tenures']).toEqual([{ subject: 's', until: '2026-06-01T00:00:00Z' }]);
    expect(again.body).toMatchObject({ revision: 2 });
    expect((await put('b', { name: 'B', subjects: ['s'] })).status).toBe(201);
  });

  it('lets two tenants name the same customer and subject', async () => {
    const { put, get } = aCatalog();
    await put('a', { name: 'A', subjects: ['s1'] }, {}, 'one');

    expect((await put('a', { name: 'B', subjects: ['s1'] }, {}, 'two')).status).toBe(201);
    expect((await get('a', 'one')).body).toMatchObject({ name: 'A' });
  });

  it('refuses a change of a revision that is not the newest', async () => {
    const { put } = aCatalog();
    await put('a', { name: 'A' });
    await put('a', { name: 'B', revision: 1 });

    const stale = await put('a', { name: 'C', revision: 1 });
    const second = await put('a', { name: 'D', revision: 0 });

    expect(stale.body).toMatchObject({
      status: 409,
      code: 'customer.changed-meanwhile',
      param: '/revision',
      revision: 2,
    });
    expect(second.body).toMatchObject({ code: 'customer.changed-meanwhile' });
  });

  it('takes a thousand long subjects, and no body past its limit', async () => {
    const { put } = aCatalog();
    const subjects = Array.from({ length: 1_000 }, (_, index) => `${'x'.repeat(200)}${index}`);

    expect((await put('big', { name: 'Big', subjects })).status).toBe(201);
    expect(
      (await put('big', { name: 'Big', subjects: subjects.map((one) => one.repeat(2)) })).body,
    ).toMatchObject({ code: 'request.too-large' });
  });

  it.each([
    [{ name: 'A', balance: '1' }, 'request.unknown-field', '/balance', 'remove'],
    [{ name: 'A', plan: 7 }, 'request.invalid', '/plan', 'the key of a plan'],
    [{ name: 'A', plan: [] }, 'request.invalid', '/plan', 'not empty'],
    [{ name: 'A', currency: 'XAU' }, 'plan.currency-unknown', '/currency', 'ISO 4217'],
    [
      { name: 'A', address: { lines: [], country: 'Germany' } },
      'request.invalid',
      '/address/country',
      'such as DE',
    ],
    [
      { name: 'A', taxes: { standard: { category: 'S' } } },
      'invoice.tax-invalid',
      '/taxes/standard',
      'above 0',
    ],
    [
      { name: 'A', taxes: { standard: { category: 'AE' } } },
      'invoice.tax-invalid',
      '/taxes/standard',
      'exemptionReason',
    ],
    [{ subjects: ['s'] }, 'request.invalid', '/name', 'add it'],
    [{ name: '  ' }, 'request.invalid', '/name', 'only blanks'],
    [
      { name: 'A', address: { lines: [], country: 'ZZ' } },
      'request.invalid',
      '/address/country',
      'ISO 3166-1',
    ],
    [{ name: 'A', taxNumber: 'FR12345678901' }, 'request.invalid', '/taxNumber', 'check digits'],
    [{ name: 'A', subjects: ['s', 's'] }, 'request.invalid', '/subjects/1', 'once'],
    [{ name: 'A', subjects: ['a\u0000'] }, 'request.invalid', '/subjects/0', 'control characters'],
    [{ name: 'A', subjects: ['é'.repeat(513)] }, 'request.invalid', '/subjects/0', '1024 bytes'],
    [{ name: 'A', timezone: 'Mars' }, 'time-zone.unknown', '/timezone', 'Europe/Paris'],
    [{ name: 'A', email: 'a' }, 'request.invalid', '/email', 'billing@example.com'],
    [{ name: 'A', metadata: { a: 1 } }, 'request.invalid', '/metadata/a', 'a string'],
    [{ name: 'A', metadata: { 'a/b': 'x' } }, 'request.invalid', '/metadata/a~1b', 'as a name'],
    [{ name: 'A', revision: -1 }, 'request.invalid', '/revision', 'at least 0'],
  ])('refuses %j', async (body, code, param, hint) => {
    const { put } = aCatalog();

    const answer = await put('a', body);

    expect(answer.body).toMatchObject({ status: 400, code, param });
    expect(answer.body['detail']).toContain(hint);
  });

  it.each(['', 'a b', 'a:b', 'ä', '.a', 'a'.repeat(129)])('refuses the key %j', async (key) => {
    const { put } = aCatalog();

    expect((await put(key, { name: 'A' })).body).toMatchObject({ code: 'request.bad-key' });
  });
});

describe('what a customer is billed by', () => {
  const aCatalogWithPlans = async () => {
    const plans = inMemoryPlans();
    await plans.put('acme', { key: 'reader', revision: 1, body: aPlan() });
    await plans.put('acme', {
      key: 'dollars',
      revision: 1,
      body: aPlan(aVersion({ currency: 'USD' })),
    });
    return aCatalog({ plans });
  };

  it('is kept and given back whole', async () => {
    const { put, get } = await aCatalogWithPlans();
    const body = {
      name: 'Press Review',
      plan: [
        { plan: 'reader', from: '2026-01-15' },
        { plan: null, from: '2027-01-01' },
      ],
      currency: 'EUR',
      address: { lines: ['1 Fleet St'], city: 'London', country: 'GB' },
      taxNumber: 'GB980780684',
      electronicAddress: { scheme: '0088', id: '5790000436057' },
      taxes: { standard: { category: 'AE', exemptionReason: 'Reverse charge' } },
      paymentTermsDays: 30,
      language: 'de',
    };

    const { status, body: answer } = await put('press-review', body);

    expect(status).toBe(201);
    expect(answer).toMatchObject(body);
    expect((await get('press-review')).body).toEqual(answer);
  });

  it.each([
    [{ plan: 'pro' }, 'plan.not-found', '/plan/0/plan'],
    [{ plan: 'dollars', currency: 'EUR' }, 'customer.currency-mixed', '/plan/0/plan'],
    [
      {
        plan: [
          { plan: 'reader', from: '2026-01-01' },
          { plan: 'dollars', from: '2026-02-01' },
        ],
      },
      'customer.currency-mixed',
      '/plan/1/plan',
    ],
    [{ plan: [{ plan: 'reader', from: '2026-02-30' }] }, 'plan.date-invalid', '/plan/0/from'],
    [
      {
        plan: [
          { plan: 'reader', from: '2026-02-01' },
          { plan: 'reader', from: '2026-02-01' },
        ],
      },
      'request.invalid',
      '/plan/1/from',
    ],
  ])('refuses %j, and changes nothing', async (fields, code, param) => {
    const { put, get } = await aCatalogWithPlans();

    const answer = await put('a', { name: 'A', ...fields });

    expect(answer.body).toMatchObject({ code, param });
    expect((await get('a')).status).toBe(404);
  });
});

describe('GET /v1/customers', () => {
  it('pages through all customers by key', async () => {
    const { put, list } = aCatalog();
    for (const key of ['c', 'a', 'e', 'b', 'd']) await put(key, { name: key });

    const customers = await everyItem<{ key: string }>(list, 'customers', { limit: '2' });

    expect(customers.map(({ key }) => key)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('answers another tenant’s customer like a missing one', async () => {
    const { put, get } = aCatalog();
    await put('a', { name: 'A' });

    expect((await get('a', 'other')).body).toMatchObject({
      status: 404,
      code: 'customer.not-found',
      param: 'key',
    });
  });
});
