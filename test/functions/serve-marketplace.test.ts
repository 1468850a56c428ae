import { describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { inMemoryAuditLog } from '../fakes/audit-log.ts';
import { aCustomer } from '../fixtures/customers.ts';
import { someSettings } from '../fixtures/plans.ts';
import { anAudit } from '../support/an-audit.ts';
import { asking } from '../support/ask.ts';
import { railsHandler } from '../support/changing-handlers.ts';
import {
  buyerAccount,
  pressReview,
  productCode,
  someMarketplace,
} from '../support/some-marketplace.ts';
import { someRails } from '../support/some-rails.ts';

const headers = { 'content-type': 'application/json' };
const usage = [{ name: 'usage', unit: '0.01' }];
const product = { code: productCode, currency: 'EUR', dimensions: usage };
const taxed = { standard: { category: 'S', rate: '19' } } as const;

const withCharge = (name: string) => ({ name, unit: '1', charges: ['storage'] });

async function aServer({
  sells = true,
  ...given
}: Parameters<typeof someMarketplace>[0] & { readonly sells?: boolean } = {}) {
  const world = await someMarketplace(given);
  const { ports, aws, billing } = world;
  const log = inMemoryAuditLog();
  const handler = railsHandler(
    {
      ...someRails().ports,
      ...{ customers: billing.rating.customers, settings: billing.rating.settings },
      selling: { ...ports, sells: () => sells },
      ...{ outbound: { ...someRails().ports.outbound, isHere: () => false }, clock: billing.clock },
    },
    anAudit({ audit: log }),
  );
  const ask = asking(handler);
  const put = (body: object = product) => ask('PUT /v1/rails/marketplace', { body, headers });
  const bind = (body: object, key = 'press') =>
    ask('POST /v1/rails/marketplace/customers/{key}', { params: { key }, body, headers });
  const of = (key = 'press') => ({ params: { key } });
  const audited = async () =>
    (
      await log.list('acme', {
        ...{ from: timestampOf(0), to: timestampOf(1), before: undefined, limit: 9 },
      })
    ).entries;
  return { world, aws, ask, put, bind, of, audited };
}

describe('what is sold at AWS Marketplace', () => {
  it('is put, shown among rails, and taken away', async () => {
    const { ask, put } = await aServer();

    const answer = await put();
    const rails = await ask('GET /v1/rails');
    const gone = await ask('POST /v1/rails/marketplace/disconnect');

    expect(answer).toMatchObject({ status: 200, body: { products: [product] } });
    expect(rails.body).toMatchObject({ marketplace: { products: [product] } });
    expect(gone.body['marketplace']).toBeUndefined();
  });

  it('is taken with charges that no plan has, and told of', async () => {
    const { put, world } = await aServer();
    const { plans } = world.billing.rating;
    const { records } = await plans.list('acme', { after: '', limit: 9 });
    expect(records.length).toBeGreaterThan(0);
    const known = records.flatMap(({ body }) => body.versions.flatMap(({ charges }) => charges));
    const keys = known.map(({ key, meter }) => key ?? meter);
    const named = [{ name: 'more', unit: '1', charges: [keys[0], 'vieuw'] }];

    const wrong = await put({ ...product, dimensions: [...usage, ...named] });
    const right = await put({
      ...product,
      dimensions: [...usage, { ...named[0], charges: [keys[0]] }],
    });

    expect(wrong).toMatchObject({
      status: 200,
      body: {
        warnings: [
          {
            param: '/dimensions/1/charges/1',
            detail:
              'see whether vieuw is the key of a charge: no plan has it, and more reports nothing of it',
          },
        ],
      },
    });
    expect(right.body['warnings']).toBeUndefined();
  });

  it('is of the tenant alone whose the AWS account is', async () => {
    const { put, bind } = await aServer({ sells: false });

    expect((await put()).body).toMatchObject({ status: 409, code: 'marketplace.off' });
    expect((await bind({ token: 'a' })).body).toMatchObject({ code: 'marketplace.off' });
  });

  it.each([
    ['a unit of less than a cent', [{ name: 'usage', unit: '0.001' }]],
    ['a charge in two dimensions', [...usage, ...['a', 'b'].map(withCharge)]],
    ['no dimension for all other charges', [withCharge('a')]],
    ['two dimensions for all other charges', [...usage, { name: 'more', unit: '1' }]],
    ['one dimension twice', [...usage, ...usage]],
  ])('is refused with %s', async (_, dimensions) => {
    const { put } = await aServer();

    const { body } = await put({ ...product, dimensions });

    expect(body).toMatchObject({ status: 400, code: 'marketplace.product-invalid' });
  });

  it('is asked for at AWS alone, but on a local stack', async () => {
    const { put } = await aServer();

    const { body } = await put({ ...product, url: 'https://aws.example/' });

    expect(body).toMatchObject({ status: 400, code: 'rail.url-refused' });
  });

  it('stays as it is once somebody has subscribed to it', async () => {
    const { ask, put, bind, aws } = await aServer();
    await put();
    await bind({ token: aws.buy(productCode, buyerAccount).token });

    const changed = await put({ ...product, dimensions: [{ name: 'usage', unit: '1' }] });
    const removed = await ask('POST /v1/rails/marketplace/disconnect');

    expect(changed.body).toMatchObject({ status: 409, code: 'marketplace.in-use' });
    expect(removed.body).toMatchObject({ status: 409, code: 'marketplace.in-use' });
    expect((await put()).status).toBe(200);
  });
});

describe('a customer that buys at AWS Marketplace', () => {
  it('is bound by the token of its buyer, which is kept nowhere', async () => {
    const { put, bind, aws, audited } = await aServer();
    await put();
    const { token, agreement } = aws.buy(productCode, buyerAccount);

    const answer = await bind({ token });
    const again = await bind({ token });

    expect(answer).toMatchObject({
      status: 200,
      body: {
        ...{ customer: 'press', product: productCode, account: buyerAccount, status: 'active' },
        ...{ license: agreement.license, since: '2026-01' },
        dimensions: [{ dimension: 'usage', reported: '0', accepted: '0', acceptedAmount: '0.00' }],
      },
    });
    expect(again.body).toEqual(answer.body);
    expect(JSON.stringify(await audited())).not.toContain(token);
  });

  it('is bound by what a token was resolved to elsewhere, too', async () => {
    const { put, bind, aws } = await aServer();
    await put();
    const { license } = aws.buy(productCode, buyerAccount).agreement;

    const answer = await bind({ product: productCode, account: buyerAccount, license });

    expect(answer).toMatchObject({ status: 200, body: { license, account: buyerAccount } });
    expect((await bind({ account: buyerAccount })).body).toMatchObject({ code: 'request.invalid' });
  });

  it('is not bound to the license of another, nor by a token that AWS does not know', async () => {
    const { put, bind, aws } = await aServer({
      customers: [pressReview, aCustomer({ key: 'radio', subjects: ['app-2'] })],
    });
    await put();
    const { token } = aws.buy(productCode, buyerAccount);
    await bind({ token });

    expect((await bind({ token }, 'radio')).body).toMatchObject({
      code: 'marketplace.license-taken',
    });
    expect((await bind({ token: 'guessed' }, 'radio')).body).toMatchObject({
      code: 'marketplace.token-refused',
    });
    expect((await bind({ token }, 'nobody')).body).toMatchObject({ code: 'customer.not-found' });
  });

  it.each([
    ['is taxed by us', { taxes: taxed }],
    ['keeps what it has paid for later', { unappliedMoney: 'keep' as const }],
  ])('is not bound while it %s: its invoices would not be paid by AWS', async (_, fields) => {
    const { put, bind, aws } = await aServer({ settings: someSettings(fields) });
    await put();

    const { body } = await bind({ token: aws.buy(productCode, buyerAccount).token });

    expect(body).toMatchObject({ status: 409, code: 'marketplace.customer-unfit' });
  });

  it('is listed with what AWS was told, hour by hour, and has accepted', async () => {
    const { world, ask, put, bind, aws, of } = await aServer();
    await put();
    await bind({ token: aws.buy(productCode, buyerAccount).token });
    await world.view(100);
    world.pass();
    await world.look();

    const list = await ask('GET /v1/rails/marketplace/customers');
    const one = await ask('GET /v1/rails/marketplace/customers/{key}', of());
    const reports = await ask('GET /v1/rails/marketplace/customers/{key}/reports', of());

    expect(list.body['customers']).toEqual([one.body]);
    expect(one.body).toMatchObject({
      dimensions: [{ accepted: '37', reported: '37', acceptedAmount: '0.37' }],
      unbooked: '0.37',
    });
    expect(reports.body['reports']).toMatchObject([
      {
        hour: '2026-01-14T10:00:00Z',
        lines: [{ dimension: 'usage', units: '37', status: 'accepted', record: 'metered-1' }],
      },
    ]);
  });

  it('is listed with what AWS is still told of, once, before what is over', async () => {
    const { world, ask, put, bind, aws, of } = await aServer();
    await put();
    await bind({ token: aws.buy(productCode, buyerAccount).token });
    await world.view(100);
    world.pass();
    await world.look();
    await world.view(100);
    world.pass();
    aws.throttled = 1;
    await world.look();

    const all = await ask('GET /v1/rails/marketplace/customers/{key}/reports', of());
    const first = await ask('GET /v1/rails/marketplace/customers/{key}/reports', {
      ...of(),
      query: { limit: '1' },
    });

    expect(all.body['reports']).toMatchObject([
      { hour: '2026-01-14T11:00:00Z', lines: [{ units: '37', status: 'pending' }] },
      { hour: '2026-01-14T10:00:00Z', lines: [{ units: '37', status: 'accepted' }] },
    ]);
    expect(first.body['reports']).toEqual(all.body['reports']);
  });

  it('is shown with its entitlements, as AWS has them', async () => {
    const { ask, put, bind, aws, of } = await aServer();
    await put();
    const { token, agreement } = aws.buy(productCode, buyerAccount);
    await bind({ token });
    const expiresAt = Date.UTC(2027, 0, 1);
    aws.entitlements.push({ agreement, dimension: 'seats', value: 25, expiresAt });

    const { body } = await ask('GET /v1/rails/marketplace/customers/{key}/entitlements', of());

    expect(body['entitlements']).toEqual([
      { dimension: 'seats', value: '25', expiresAt: '2027-01-01T00:00:00Z' },
    ]);
  });

  it('ends by hand where AWS tells by other ways, and stays ended as told first', async () => {
    const { world, ask, put, bind, aws, of } = await aServer();
    await put();
    await bind({ token: aws.buy(productCode, buyerAccount).token });
    world.pass(600_000);
    const end = (body: object) =>
      ask('POST /v1/rails/marketplace/customers/{key}/end', { ...of(), body, headers });

    const first = await end({ at: '2026-01-14T10:36:03Z' });
    const second = await end({});

    expect(first.body).toMatchObject({ status: 'ending', endedAt: '2026-01-14T10:36:03Z' });
    expect(second.body).toEqual(first.body);
    const other = { params: { key: 'radio' }, body: {}, headers };
    expect((await ask('POST /v1/rails/marketplace/customers/{key}/end', other)).body).toMatchObject(
      { status: 404, code: 'marketplace.not-subscribed' },
    );
  });
});
