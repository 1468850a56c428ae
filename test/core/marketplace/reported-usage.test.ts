import { describe, expect, it } from '@jest/globals';
import { checkBooks } from '../../../core/books/check.ts';
import { millisecondsPer } from '../../../core/kernel/timestamp.ts';
import { billed, interfaceOf } from '../../support/billed-tenant.ts';
import { type SomeMarketplace, someMarketplace, tenant } from '../../support/some-marketplace.ts';

const { hour, minute, quarterHour } = millisecondsPer;

async function aSubscriber(given: Parameters<typeof someMarketplace>[0] = {}) {
  const world = await someMarketplace(given);
  await world.sell();
  return { world, ...(await world.bind()) };
}

/** Hours in each of which so much is viewed, and looked at after its end. */
async function play(world: SomeMarketplace, ...counts: readonly number[]): Promise<void> {
  for (const count of counts) {
    await world.view(count);
    world.pass(hour);
    await world.look();
  }
}

const subscriptionOf = async ({ subscriptions }: SomeMarketplace) => {
  const found = await subscriptions.get(tenant, 'press');
  if (found === undefined) throw new Error('the customer has subscribed');
  return found;
};

describe('usage of a customer that buys at AWS Marketplace', () => {
  it('is reported in whole cents by the hour, and what is no cent goes on to the next', async () => {
    const { world, agreement } = await aSubscriber();

    await play(world, 100, 100, 1, 0, 3);

    // 0.37, 0.74, 0.7437, 0.7437, 0.7548 EUR in all.
    expect(world.told()).toEqual([
      { hour: '01-14T10', lines: ['37 accepted'] },
      { hour: '01-14T11', lines: ['37 accepted'] },
      { hour: '01-14T14', lines: ['1 accepted'] },
    ]);
    expect(world.aws.unitsOf(agreement, 'usage')).toBe(75);
  });

  it('is reported once, however often it is looked at', async () => {
    const { world, agreement } = await aSubscriber();
    await play(world, 100);

    world.pass(quarterHour);
    await world.look();
    await world.look();

    expect(world.aws.calls).toHaveLength(1);
    expect(world.aws.unitsOf(agreement, 'usage')).toBe(37);
  });

  it('that comes late is reported with a later hour, and so is that of hours nobody looked at', async () => {
    const { world } = await aSubscriber();
    const early = world.time.now;
    await play(world, 100);
    await world.view(100, early);
    world.pass(5 * hour);

    await world.look();

    expect(world.told().at(-1)).toEqual({ hour: '01-14T15', lines: ['37 accepted'] });
  });

  it('that AWS throttles is told again as it was, and nothing else with it', async () => {
    const { world, agreement } = await aSubscriber();
    world.aws.throttled = 1;
    await play(world, 100);
    await world.view(100);
    world.pass(quarterHour);

    await world.look();

    expect(world.told()).toEqual([{ hour: '01-14T10', lines: ['37 accepted'] }]);
    expect(world.aws.unitsOf(agreement, 'usage')).toBe(37);
  });

  it('that AWS throttles for a day is reported with a later hour', async () => {
    const { world, agreement } = await aSubscriber();
    world.aws.throttled = 1;
    await play(world, 100);
    world.pass(24 * hour);

    await world.look();
    world.pass(hour);
    await world.look();

    expect(world.told()[0]).toEqual({ hour: '01-14T10', lines: ['37 too-late'] });
    expect(world.told()[1]?.lines).toEqual(['37 accepted']);
    expect(world.aws.unitsOf(agreement, 'usage')).toBe(37);
  });

  it('is kept from AWS by no record of another customer that AWS refuses', async () => {
    const { world } = await aSubscriber();
    await world.subscriptions.put({
      ...(await subscriptionOf(world)),
      ...{ customer: 'another', license: 'arn:aws:license-manager::1:license:l-0' },
      revision: 1,
    });

    await play(world, 100);

    expect(world.told()).toEqual([{ hour: '01-14T10', lines: ['37 accepted'] }]);
    const other = await world.subscriptions.get(tenant, 'another');
    expect(other?.open).toEqual([]);
  });

  it('that AWS has another quantity of is listed, and never reported with another hour', async () => {
    const { world, agreement } = await aSubscriber();
    world.aws.batchMeterUsage({
      UsageRecords: [
        {
          ...{ Timestamp: world.time.now / 1_000, Dimension: 'usage', Quantity: 5 },
          ...{ CustomerAWSAccountId: agreement.account, LicenseArn: agreement.license ?? '' },
        },
      ],
    });

    await play(world, 100, 100);

    expect(world.told()).toEqual([
      { hour: '01-14T10', lines: ['37 duplicate'] },
      { hour: '01-14T11', lines: ['37 accepted'] },
    ]);
  });

  it('that was told without an answer is unclear after a day, and not told with another hour', async () => {
    const { world, agreement } = await aSubscriber();
    const { marketplace } = world.ports;
    const silent = { meter: async () => ({ kind: 'unknown', detail: 'timeout' }) as const };
    Object.assign(world.ports, { marketplace: silent });
    await play(world, 100);
    Object.assign(world.ports, { marketplace });
    world.pass(24 * hour);

    await play(world, 100);

    expect(world.told()).toEqual([
      { hour: '01-14T10', lines: ['37 unclear'] },
      { hour: '01-15T11', lines: ['37 accepted'] },
    ]);
    expect(world.aws.unitsOf(agreement, 'usage')).toBe(37);
  });
});

describe('the last usage of a license', () => {
  it('is reported within the hour after AWS has taken it away', async () => {
    const { world, agreement } = await aSubscriber();
    await play(world, 100);
    await world.view(100);
    world.pass(9 * minute);
    await world.end(agreement);
    await world.view(3);

    for (let look = 0; look < 5; look += 1) {
      await world.look();
      world.pass(quarterHour);
    }

    expect(world.told()).toEqual([
      { hour: '01-14T10', lines: ['37 accepted'] },
      { hour: '01-14T11', lines: ['38 accepted'] },
    ]);
    expect(world.aws.unitsOf(agreement, 'usage')).toBe(75);
  });

  it('is listed where it is not reported by then, and a person is told', async () => {
    const { world, agreement } = await aSubscriber();
    await world.view(100);
    await world.end(agreement);
    world.pass(hour);

    await world.look();

    expect(world.told()).toEqual([{ hour: '01-14T10', lines: ['37 too-late'] }]);
    expect(world.notices).toMatchObject([{ event: 'subscription.unreported', customer: 'press' }]);
  });

  it('goes to the license that follows it, where one does', async () => {
    const { world, agreement } = await aSubscriber();
    await play(world, 100);
    await world.view(100);
    const next = await world.bind();
    await world.end(agreement);
    world.pass(hour);

    await world.look();

    expect(world.aws.unitsOf(agreement, 'usage')).toBe(37);
    expect(world.aws.unitsOf(next.agreement, 'usage')).toBe(37);
  });

  it('leaves to nobody at AWS what is used before the customer subscribes anew', async () => {
    const { world, agreement } = await aSubscriber();
    await world.end(agreement);
    world.pass(2 * hour);
    await world.look();
    await world.view(100);
    const next = await world.bind();
    await world.look();

    await play(world, 100);

    expect(world.told()).toEqual([
      { hour: '01-14T12', lines: ['37 not-subscribed'] },
      { hour: '01-14T12', lines: ['37 accepted'] },
    ]);
    expect(world.aws.unitsOf(next.agreement, 'usage')).toBe(37);
  });
});

describe('the books of what AWS Marketplace bills', () => {
  it('have a month paid by AWS, to the cent: no other rail asks for it', async () => {
    const { world } = await aSubscriber({ now: Date.UTC(2026, 0, 30, 22, 30) });
    await play(world, 101, 101, 55, 0);
    world.pass(23 * hour);
    await world.look();
    world.pass(2 * millisecondsPer.day);
    await world.look();

    await billed(world.billing);

    const ask = interfaceOf(world.billing);
    const { body } = await ask('GET /v1/invoices', {});
    // 257 views come to 0.9509 EUR.
    expect(body['invoices']).toMatchObject([{ total: '0.95', status: 'paid' }]);
    const payments = await ask('GET /v1/payments', { query: { customer: 'press' } });
    // One for each day of UTC: ten at night, and the hours after midnight.
    expect(payments.body['payments']).toMatchObject([
      { rail: 'marketplace', amount: '0.75' },
      { rail: 'marketplace', amount: '0.20' },
    ]);
    const { log, cells } = world.billing;
    expect(await checkBooks({ log, cells }, tenant)).toMatchObject({ faults: [] });
  });

  it('pay an invoice that was issued before they had it', async () => {
    const { world } = await aSubscriber({ now: Date.UTC(2026, 0, 31, 22, 30) });
    await play(world, 100);
    world.pass(26 * hour);
    await billed(world.billing);
    await world.look();

    const { body } = await interfaceOf(world.billing)('GET /v1/invoices', {});

    expect(body['invoices']).toMatchObject([{ total: '0.37', status: 'paid' }]);
  });

  it('ask the customer for what AWS did not accept', async () => {
    const { world, agreement } = await aSubscriber({ now: Date.UTC(2026, 0, 30, 10, 30) });
    await play(world, 100);
    await world.end(agreement);
    world.pass(hour);
    await world.view(100);
    world.pass(4 * millisecondsPer.day);
    await world.look();
    await world.look();

    await billed(world.billing);

    const { body } = await interfaceOf(world.billing)('GET /v1/invoices', {});
    expect(body['invoices']).toMatchObject([{ total: '0.74', status: 'issued' }]);
    const { body: one } = await interfaceOf(world.billing)('GET /v1/invoices/{id}', {
      params: { id: 'INV-2026-000001' },
    });
    expect(one).toMatchObject({ payable: '0.37' });
  });
});
