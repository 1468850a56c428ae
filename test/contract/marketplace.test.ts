import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import type { Marketplace, MeteredUnits } from '../../core/marketplace/ports.ts';
import { awsMarketplace } from '../../functions/adapters/aws-marketplace.ts';
import { entitlementClient, meteringClient } from '../../functions/adapters/clients.ts';
import { FakeMarketplace } from '../fakes/marketplace/fake-marketplace.ts';
import { inMemoryMarketplace } from '../fakes/marketplace/in-memory-marketplace.ts';
import { startMarketplace } from '../fakes/marketplace/marketplace-server.ts';

const HOUR = 3_600_000;
const product = 'product-of-acme';
const account = '845735284135';
const now = Date.UTC(2026, 10, 10, 12, 30);

const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
const bySdk = awsMarketplace({
  metering: (endpoint = '') => meteringClient({ endpoint, credentials, region: 'us-east-1' }),
  entitlement: (endpoint = '') => entitlementClient({ endpoint, credentials }),
});

type Started = Awaited<ReturnType<typeof startMarketplace>>;

/** AWS, with a product and somebody who buys it. */
function someAws() {
  const clock = { now };
  const aws = new FakeMarketplace(() => clock.now);
  aws.products.set(product, ['usage', 'storage']);
  const { agreement, token } = aws.buy(product, account);
  clock.now += HOUR;
  const license = agreement.license ?? '';
  const units = (fields: Partial<MeteredUnits> = {}): MeteredUnits => ({
    ...{ account, license, dimension: 'usage', units: 7n, at: timestampOf(now) },
    ...fields,
  });
  return { aws, clock, agreement, token, license, units };
}

const open: Started[] = [];
beforeAll(() => {
  open.length = 0;
});
afterAll(() => {
  for (const server of open) server.close();
});

const ways: readonly [
  string,
  (aws: FakeMarketplace) => Promise<{ marketplace: Marketplace; url: string | undefined }>,
][] = [
  ['in memory', async (aws) => ({ marketplace: inMemoryMarketplace(aws), url: undefined })],
  [
    'by the SDK, over HTTP',
    async (aws) => {
      const server = await startMarketplace(aws);
      open.push(server);
      return { marketplace: bySdk, url: server.url };
    },
  ],
];

describe.each(ways)('AWS Marketplace %s', (_, reached) => {
  async function aWorld() {
    const world = someAws();
    const { marketplace, url } = await reached(world.aws);
    const meter = (...metered: readonly MeteredUnits[]) =>
      marketplace.meter({ product, url, metered });
    return { ...world, marketplace, url, meter };
  }

  it('accepts what is told of an hour, and the same again as the same record', async () => {
    const { meter, units, aws, agreement } = await aWorld();

    const [first, second] = [await meter(units()), await meter(units())];

    expect(first).toMatchObject({ kind: 'answered', answers: [{ kind: 'accepted' }] });
    expect(second).toEqual(first);
    expect(aws.unitsOf(agreement, 'usage')).toBe(7);
  });

  it('refuses another quantity of the same hour as a duplicate, and keeps the first', async () => {
    const { meter, units, aws, agreement } = await aWorld();
    await meter(units());

    const outcome = await meter(units({ units: 8n }));

    expect(outcome).toEqual({ kind: 'answered', answers: [{ kind: 'duplicate' }] });
    expect(aws.unitsOf(agreement, 'usage')).toBe(7);
  });

  it('answers each record of a batch by itself, in the order of the batch', async () => {
    const { meter, units, aws } = await aWorld();
    const ended = aws.buy(product, '111122223333').agreement;
    ended.isSuspended = true;
    aws.unprocessed = 1;

    const outcome = await meter(
      units(),
      units({ account: '111122223333', license: ended.license, at: timestampOf(now + HOUR) }),
      units({ dimension: 'storage' }),
    );

    expect(outcome).toMatchObject({
      kind: 'answered',
      answers: [{ kind: 'unprocessed' }, { kind: 'not-subscribed' }, { kind: 'accepted' }],
    });
  });

  it('takes a record for a day, and none of a month that ended six hours ago', async () => {
    const { meter, units, clock, aws, agreement } = await aWorld();
    clock.now = now + 24 * HOUR - 1_000;
    const last = await meter(units());
    clock.now = now + 24 * HOUR;
    const late = await meter(units({ dimension: 'storage' }));
    clock.now = Date.UTC(2026, 11, 1, 6);
    const after = await meter(units({ at: timestampOf(Date.UTC(2026, 10, 30, 23)) }));

    expect(last).toMatchObject({ kind: 'answered' });
    expect(late).toMatchObject({ kind: 'refused', because: 'out-of-bounds' });
    expect(after).toMatchObject({ kind: 'refused', because: 'out-of-bounds' });
    expect(aws.unitsOf(agreement, 'usage')).toBe(7);
  });

  it('takes usage for an hour after the end of a license, and then of nobody', async () => {
    const { meter, units, clock, agreement } = await aWorld();
    agreement.endedAt = clock.now;
    clock.now += HOUR - 1;
    const within = await meter(units());
    clock.now += 1;

    expect(within).toMatchObject({ answers: [{ kind: 'accepted' }] });
    expect(await meter(units({ dimension: 'storage' }))).toMatchObject({
      answers: [{ kind: 'not-subscribed' }],
    });
  });

  it.each([
    ['a license that is another’s', { account: '111122223333' }, 'InvalidLicenseException'],
    ['a dimension that is not listed', { dimension: 'seats' }, 'InvalidUsageDimensionException'],
  ])('takes nothing of a call with %s', async (_name, wrong, code) => {
    const { meter, units, aws } = await aWorld();

    const outcome = await meter(units({ dimension: 'storage' }), units(wrong));

    expect(outcome).toMatchObject({ kind: 'refused', because: 'invalid' });
    expect(outcome).toMatchObject({ detail: expect.stringMatching(code) });
    expect(aws.metered.size).toBe(0);
  });

  it('throttles, and has then done nothing', async () => {
    const { meter, units, aws } = await aWorld();
    aws.throttled = 1;

    const [throttled, again] = [await meter(units()), await meter(units())];

    expect(throttled).toMatchObject({ kind: 'refused', because: 'caller' });
    expect(again).toMatchObject({ answers: [{ kind: 'accepted' }] });
    expect(aws.calls).toHaveLength(2);
  });

  it('is told the product of what has no license, and of nothing else', async () => {
    const { meter, units, aws } = await aWorld();
    const old = aws.buy(product, '444455556666', { isOld: true }).agreement;
    await meter(units());

    const outcome = await meter(
      units({ account: old.account, license: undefined, at: timestampOf(now + HOUR) }),
    );

    expect(outcome).toMatchObject({ answers: [{ kind: 'accepted' }] });
    expect(aws.calls.map((call) => call.product)).toEqual([undefined, product]);
  });

  it('resolves a token while it lasts', async () => {
    const { marketplace, url, token, license, clock } = await aWorld();

    const resolved = await marketplace.resolve({ token, url });
    const unknown = await marketplace.resolve({ token: 'another', url });
    clock.now += 4 * HOUR;
    const late = await marketplace.resolve({ token, url });

    expect(resolved).toEqual({ kind: 'resolved', buyer: { product, account, license } });
    expect(unknown).toMatchObject({ kind: 'refused' });
    expect(late).toMatchObject({
      detail: expect.stringMatching(/^ExpiredTokenException/),
    });
  });

  it('lists all entitlements of a license, page by page', async () => {
    const { marketplace, url, aws, agreement, license } = await aWorld();
    const expiresAt = Date.UTC(2027, 0, 1);
    const other = aws.buy(product, '111122223333').agreement;
    for (const [dimension, value] of [
      ['seats', 25],
      ['sso', true],
      ['region', 'eu'],
    ] as const) {
      aws.entitlements.push({ agreement, dimension, value, expiresAt });
    }
    aws.entitlements.push({ agreement: other, dimension: 'seats', value: 1, expiresAt });

    const answer = await marketplace.entitlements({ product, account, license, url });

    expect(answer).toEqual({
      kind: 'listed',
      entitlements: [
        { dimension: 'seats', value: '25', expiresAt },
        { dimension: 'sso', value: 'true', expiresAt },
        { dimension: 'region', value: 'eu', expiresAt },
      ],
    });
  });
});

describe('AWS Marketplace that does not answer', () => {
  it.each(['hangs up', 'fails'] as const)(
    'may have taken it: the SDK says so, and asks only once, where it %s',
    async (failure) => {
      const { aws, units, agreement } = someAws();
      const server = await startMarketplace(aws);
      open.push(server);
      server.failing.push(failure);
      const meter = () => bySdk.meter({ product, url: server.url, metered: [units()] });

      const outcome = await meter();
      const calls = server.asked.length;

      expect(outcome).toMatchObject({ kind: 'unknown' });
      expect(calls).toBe(1);
      expect(await meter()).toMatchObject({ answers: [{ kind: 'accepted' }] });
      expect(aws.unitsOf(agreement, 'usage')).toBe(7);
    },
  );
});
