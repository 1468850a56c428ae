import { describe, expect, it } from '@jest/globals';
import { type Timestamp, timestampOf } from '../../core/kernel/timestamp.ts';
import { aPlan, aVersion, someSettings } from '../fixtures/plans.ts';
import { asking, everyItem } from '../support/ask.ts';
import { catalogPorts } from '../support/catalog-ports.ts';
import { catalogHandler } from '../support/changing-handlers.ts';

/** With a meter `view`; it is noon of 2026-11-22 in UTC. */
async function aCatalog() {
  const time = { now: timestampOf(Date.UTC(2026, 10, 22, 12)) };
  const clock = { now: (): Timestamp => time.now };
  const ask = asking(catalogHandler(catalogPorts({ clock })));
  await ask('PUT /v1/meters/{key}', {
    params: { key: 'view' },
    body: { eventType: 'view', aggregation: 'count' },
  });
  return {
    time,
    put: (key: string, body: unknown) => ask('PUT /v1/plans/{key}', { params: { key }, body }),
    get: (key: string, tenant = 'acme') => ask('GET /v1/plans/{key}', { params: { key }, tenant }),
    list: (query = {}) => ask('GET /v1/plans', { query }),
    putSettings: (body: unknown) => ask('PUT /v1/billing-settings', { body }),
    getSettings: (tenant = 'acme') => ask('GET /v1/billing-settings', { tenant }),
  };
}

const { seller } = someSettings();
const inForce = aVersion({ effectiveFrom: '2026-11-01' });
const toCome = aVersion({
  effectiveFrom: '2027-01-01',
  charges: [{ meter: 'view', model: 'per_unit', unitPrice: '0.002' }],
});

describe('PUT /v1/plans/{key}', () => {
  it('creates a plan, gives it back as it was sent, and to no other tenant', async () => {
    const { put, get } = await aCatalog();
    const body = { name: 'Reader', ...aPlan(inForce, toCome) };

    const { status, body: answer } = await put('reader', body);

    expect(status).toBe(201);
    expect(answer).toEqual({ key: 'reader', ...body, revision: 1 });
    expect((await get('reader')).body).toEqual(answer);
    expect((await get('reader', 'other')).body).toMatchObject({ code: 'plan.not-found' });
  });

  it('warns of two charges for the same usage, and takes them', async () => {
    const { put, get } = await aCatalog();
    const charge = (key: string, unitPrice: string) =>
      ({ key, meter: 'view', model: 'per_unit', unitPrice }) as const;
    const charges = [charge('views', '1'), charge('once-more', '2')];

    const { status, body } = await put('reader', aPlan(aVersion({ charges })));

    expect(status).toBe(201);
    expect(body['warnings']).toEqual([
      {
        param: '/versions/0/charges/1',
        detail:
          'see whether view is to be billed twice: /versions/0/charges/0 is of the same meter, model and filter',
      },
    ]);
    expect((await get('reader')).body).not.toHaveProperty('warnings');
    expect((await put('single', aPlan())).body).not.toHaveProperty('warnings');
  });

  it('changes nothing when it is sent again', async () => {
    const { put } = await aCatalog();
    await put('reader', aPlan(inForce));

    expect(await put('reader', aPlan(inForce))).toMatchObject({
      status: 200,
      body: { revision: 1 },
    });
  });

  it('adds, changes and takes away versions that have not begun', async () => {
    const { put } = await aCatalog();
    await put('reader', aPlan(inForce));

    const added = await put('reader', aPlan(inForce, toCome));
    const later = { ...toCome, effectiveFrom: '2027-02-01' };
    const changed = await put('reader', aPlan(inForce, later));
    const taken = await put('reader', aPlan(inForce));

    expect([added.status, changed.status, taken.status]).toEqual([200, 200, 200]);
    expect(taken.body['revision']).toBe(4);
  });

  it.each([
    ['changed', [{ ...inForce, charges: toCome.charges }], '/versions/0'],
    ['taken away', [toCome], '/versions/0'],
    ['moved', [{ ...inForce, effectiveFrom: '2026-11-02' }], '/versions/0'],
    [
      'joined by one before today',
      [inForce, { ...toCome, effectiveFrom: '2026-11-20' }],
      '/versions/1',
    ],
  ])('refuses a plan whose version in force is %s', async (_how, versions, param) => {
    const { put, get } = await aCatalog();
    await put('reader', aPlan(inForce));

    const answer = await put('reader', aPlan(...versions));

    expect(answer.body).toMatchObject({ status: 409, code: 'plan.version-in-force', param });
    expect((await get('reader')).body).toMatchObject({ versions: [inForce], revision: 1 });
  });

  it('takes a version as begun once its day has begun anywhere', async () => {
    const { put, time } = await aCatalog();
    await put('reader', aPlan(inForce, toCome));
    const other = { ...toCome, charges: inForce.charges };

    // Kiritimati is 14 hours ahead of UTC.
    time.now = timestampOf(Date.UTC(2026, 11, 31, 10));
    const begun = await put('reader', aPlan(inForce, other));
    time.now = timestampOf(time.now - 1);
    const before = await put('reader', aPlan(inForce, other));

    expect(begun.body).toMatchObject({ code: 'plan.version-in-force', param: '/versions/1' });
    expect(before.status).toBe(200);
  });

  it.each([
    [
      'an unknown meter',
      [{ meter: 'nothing', model: 'per_unit', unitPrice: '1' }],
      'meter.not-found',
      '/meter',
    ],
    [
      'a negative price',
      [{ meter: 'view', model: 'per_unit', unitPrice: '-1' }],
      'price.negative',
      '/unitPrice',
    ],
    [
      'overlapping tiers',
      [
        {
          meter: 'view',
          model: 'graduated',
          tiers: [
            { upTo: '10', unitPrice: '1' },
            { from: '5', upTo: null, unitPrice: '2' },
          ],
        },
      ],
      'price.tiers-overlap',
      '/tiers/1/from',
    ],
  ])('refuses %s with a pointer to it', async (_what, charges, code, place) => {
    const { put, get } = await aCatalog();

    const answer = await put('reader', { versions: [{ ...inForce, charges }] });

    expect(answer.body).toMatchObject({ code, param: `/versions/0/charges/0${place}` });
    expect((await get('reader')).status).toBe(404);
  });

  it('refuses a key that is none', async () => {
    const { put } = await aCatalog();

    expect((await put('A plan', aPlan())).body).toMatchObject({ code: 'request.bad-key' });
  });
});

describe('GET /v1/plans', () => {
  it('pages through all plans by key', async () => {
    const { put, list } = await aCatalog();
    for (const key of ['c', 'a', 'b']) await put(key, aPlan());

    const plans = await everyItem<{ key: string }>(list, 'plans', { limit: '2' });

    expect(plans.map(({ key }) => key)).toEqual(['a', 'b', 'c']);
  });
});

describe('/v1/billing-settings', () => {
  it('are kept by tenant, as they were sent', async () => {
    const { putSettings, getSettings } = await aCatalog();
    const body = someSettings({
      timezone: 'Europe/Berlin',
      taxes: { standard: { category: 'S', rate: '19' } },
      graceHours: 48,
    });

    const created = await putSettings(body);
    const kept = await putSettings(body);
    const replaced = await putSettings({ ...body, graceHours: 24 });

    expect(created).toMatchObject({ status: 201, body: { ...body, revision: 1 } });
    expect(kept).toEqual({ ...created, status: 200 });
    expect(replaced).toMatchObject({ status: 200, body: { revision: 2 } });
    expect((await getSettings()).body).toEqual({ ...body, graceHours: 24, revision: 2 });
    expect((await getSettings('other')).body).toMatchObject({
      code: 'billing-settings.not-found',
    });
  });

  it.each([
    [{ timezone: 'Mars' }, 'time-zone.unknown', '/timezone'],
    [{ defaultPlan: 'nothing' }, 'plan.not-found', '/defaultPlan'],
    [{ taxes: { standard: { category: 'E' } } }, 'invoice.tax-invalid', '/taxes/standard'],
    [
      { series: { invoice: { prefix: 'A-', digits: 6 }, creditNote: { prefix: 'A-', digits: 6 } } },
      'invoice.series-invalid',
      '/series/creditNote',
    ],
    [{ seller: { ...seller, name: ' \t ' } }, 'request.invalid', '/seller/name'],
    [
      { seller: { ...seller, address: { lines: [], country: 'ZZ' } } },
      'request.invalid',
      '/seller/address/country',
    ],
    [{ seller: { ...seller, taxNumber: 'FR12345678901' } }, 'request.invalid', '/seller/taxNumber'],
    [{ graceHours: -1 }, 'request.invalid', '/graceHours'],
    [{ colour: 'red' }, 'request.unknown-field', '/colour'],
  ])('refuse %j', async (fields, code, param) => {
    const { putSettings, getSettings } = await aCatalog();

    const answer = await putSettings({ ...someSettings(), ...fields });

    expect(answer.body).toMatchObject({ code, param });
    expect((await getSettings()).status).toBe(404);
  });

  it('keep their default plan, by which everybody without a plan was charged', async () => {
    const { put, putSettings } = await aCatalog();
    await put('reader', aPlan());
    await put('other', aPlan());
    await putSettings(someSettings({ defaultPlan: 'reader' }));

    const answer = await putSettings(someSettings({ defaultPlan: 'other' }));

    expect(answer.body).toMatchObject({
      status: 409,
      code: 'billing-settings.default-plan-fixed',
      param: '/defaultPlan',
    });
  });
});
