import { describe, expect, it } from '@jest/globals';
import { DemoAccount } from '../../examples/magazine/site/demo-account.ts';
import { toppingUp } from '../support/topping-up.ts';

const look = { kind: 'look' };
const changes = { kind: 'changes', tenant: 'acme', rail: 'stripe' };

/** A payer whose tenant is connected to the account of the magazine’s demo. */
async function aReader() {
  const settings = { topUps: { least: '1.00', most: '50.00', refundable: true } };
  const world = await toppingUp({ settings, isConnected: false });
  const account = new DemoAccount('sk_test_of_the_demo', 'whsec_of_the_demo');
  world.rails.between.answer = ({ method, url, headers, body }) => {
    const { pathname: path, searchParams: query } = new URL(url);
    const said = account.said({
      ...{ method, path, query, url: 'http://127.0.0.1:8789', form: new URLSearchParams(body) },
      ...{ key: headers['idempotency-key'], authorization: headers['authorization'] ?? '' },
    });
    return { kind: 'answered', status: said.status, body: JSON.stringify(said.body) };
  };
  const { secretKey, webhookSecret } = account;
  await world.rails.connect({ secretKey, webhookSecret, url: undefined });
  const pay = (): void => {
    for (const session of account.sessions.values()) account.pay(session);
  };
  return { ...world, account, pay };
}

describe('demo money', () => {
  it('goes over the rail of real money: asked for, paid on a page, told, looked up, booked once', async () => {
    const reader = await aReader();

    const { body } = await reader.ask('one', { amount: '5.00' });
    await reader.rails.run(look, changes);
    const before = await reader.available();
    reader.pay();
    reader.pay();
    await reader.rails.run(changes, look);

    expect(body['url']).toMatch(/^http:\/\/127\.0\.0\.1:8789\/pay\/cs_test_/);
    expect([before, await reader.available()]).toEqual(['0.00', '5.00']);
  });

  it('goes back as it came', async () => {
    const reader = await aReader();
    await reader.ask('one', { amount: '5.00' });
    reader.pay();
    await reader.rails.run(look);
    const { body } = await reader.api('GET /v1/payers/{payer}/wallet');
    const [grant] = body['grants'] as { readonly id: string }[];

    const back = await reader.api('POST /v1/payers/{payer}/wallet/refunds', {
      body: { grant: grant?.id, amount: '2.00', idempotency: 'back' },
    });
    await reader.rails.run(changes, look);
    const { body: listed } = await reader.api('GET /v1/payers/{payer}/wallet/refunds');

    expect(back.status).toBe(201);
    expect(listed['refunds']).toMatchObject([{ status: 'booked', amount: '2.00' }]);
    expect(await reader.available()).toBe('3.00');
    expect(reader.rails.notices).toEqual([]);
  });

  it('that was asked for before the demo was started again is over', async () => {
    const reader = await aReader();
    const { body } = await reader.ask('one', { amount: '5.00' });
    reader.account.sessions.clear();

    await reader.rails.run(look);

    expect(await reader.one(body['id'])).toMatchObject({ status: 'expired' });
  });
});
