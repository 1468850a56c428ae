import { describe, expect, it } from '@jest/globals';
import { aContract } from '../fakes/payout-contract.ts';
import { aPayeeToken } from '../support/a-payee-token.ts';
import { anAudit } from '../support/an-audit.ts';
import { asking, type Question } from '../support/ask.ts';
import { railsHandler } from '../support/changing-handlers.ts';
import { anAccount, byContract, payoutsOnAChain } from '../support/payouts-on-a-chain.ts';
import { anIban, aSepaMethod, somePayouts } from '../support/some-payouts.ts';
import { someRails } from '../support/some-rails.ts';

const headers = { 'content-type': 'application/json' };
const route = 'GET /v1/payee';
const refused = { status: 403, body: { code: 'token.not-allowed' } };

async function aServer(settings: Readonly<Record<string, unknown>> = {}) {
  const world = await somePayouts(settings);
  const { ports } = world;
  const ask = asking(
    railsHandler({ ...someRails().ports, paying: ports }, anAudit({ clock: ports.clock })),
  );
  const by = async (payee: string, actions?: Parameters<typeof aPayeeToken>[2]) => {
    const token = await aPayeeToken(ports, payee, actions);
    return (key: string, question: Question = {}) => ask(key, { headers, token, ...question });
  };
  return { world, ask, by };
}

describe('a payee that asks with its token', () => {
  it('is told what it is owed, what is held back and until when, and when it may be paid', async () => {
    const { world, by } = await aServer({
      ...{ reserveDays: 14, thresholds: { EUR: '10.00' }, schedule: { day: 5, rail: 'sepa' } },
    });
    await world.payee('ada', '30.004');
    world.on('2026-02-20');
    await world.earn('ada', '2.5');
    await world.state('ada');
    await world.earn('ada', '1.25');
    const own = await by('ada', ['read']);

    const { status, body, text } = await own(route);

    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ payee: 'ada', name: 'ada', seller: { name: 'Magazine GmbH' } },
      token: { actions: ['read'] },
      balances: [
        {
          ...{ currency: 'EUR', payable: '33.754', unstated: '1.25', held: '2.5' },
          ...{ heldUntil: '2026-03-06', ready: '30.00', least: '10.00', inTransit: '0' },
        },
      ],
      payout: { payout: { method: 'sepa', lastFour: anIban.slice(-4) } },
      paying: { methods: ['sepa'], methodWaitDays: 7, reserveDays: 14, nextRun: '2026-03-05' },
    });
    expect(text).not.toContain(anIban);
  });

  it('is told of a day that is still to come this month, and of none where there is none', async () => {
    const { world, by } = await aServer({ schedule: { day: 28, rail: 'sepa' } });
    await world.payee('ada', '30.00');
    const own = await by('ada');

    expect((await own(route)).body).toMatchObject({ paying: { nextRun: '2026-02-28' } });
    await world.settle({});
    expect((await own(route)).body['paying']).not.toHaveProperty('nextRun');
  });

  it('is no other, and is named where a key asks', async () => {
    const { world, ask, by } = await aServer();
    await world.payee('ada', '30.00');
    await world.payee('bob', '5.00');
    const own = await by('ada');

    expect(await own(route, { query: { payee: 'bob' } })).toMatchObject(refused);
    expect(await own('GET /v1/payees/{key}/payout', { params: { key: 'bob' } })).toMatchObject(
      refused,
    );
    expect(await ask(route, { query: { payee: 'bob' } })).toMatchObject({
      ...{ status: 200, body: { payee: 'bob', token: null } },
    });
    expect(await ask(route)).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
    expect(await ask(route, { query: { payee: 'nobody' } })).toMatchObject({ status: 404 });
  });

  it('changes how it is paid, which waits, and its threshold, which does not', async () => {
    const { world, by } = await aServer();
    await world.payee('ada', '30.00');
    const own = await by('ada');
    const put = (body: object) =>
      own('PUT /v1/payees/{key}/payout', { params: { key: 'ada' }, body });

    const threshold = await put({ thresholds: { EUR: '50.00' } });
    const other = aSepaMethod({ iban: 'FR1420041010050500013M02606' });
    const changed = await put({ payout: other, thresholds: { EUR: '50.00' } });
    const later = await put({ thresholds: { EUR: '20.00' } });

    expect(threshold).toMatchObject({ status: 200, body: { thresholds: { EUR: '50.00' } } });
    expect(threshold.body['payout']).toMatchObject({ lastFour: anIban.slice(-4) });
    expect(changed.body).toMatchObject({
      payout: { lastFour: anIban.slice(-4) },
      waiting: { payout: { lastFour: '2606' }, from: '2026-02-08T12:00:00Z' },
    });
    expect(later.body).toMatchObject({
      ...{ waiting: { payout: { lastFour: '2606' } }, thresholds: { EUR: '20.00' } },
    });
  });

  it('chooses what the seller offers, and only with a token for it', async () => {
    const { world, by } = await aServer();
    await world.payees.put('acme', { key: 'ada', revision: 1, body: { name: 'Ada' } });
    const [own, reading] = [await by('ada'), await by('ada', ['read'])];
    const asked = (payout?: object) => ({
      params: { key: 'ada' },
      body: payout === undefined ? { thresholds: { EUR: '5.00' } } : { payout },
    });
    const put = 'PUT /v1/payees/{key}/payout';

    expect(await reading(put, asked(aSepaMethod()))).toMatchObject(refused);
    for (const payout of [{ method: 'manual' }, byContract(1)]) {
      expect(await own(put, asked(payout))).toMatchObject({
        ...{ status: 400, body: { code: 'payout.method-invalid', param: '/payout/method' } },
      });
    }
    expect(await own(put, asked())).toMatchObject({ body: { code: 'payout.method-missing' } });
    expect(await own(put, asked(aSepaMethod()))).toMatchObject({ status: 200 });
  });
});

describe('a payee that asks for a claim with its token', () => {
  it('is shown that of its own accounts alone', async () => {
    const world = await payoutsOnAChain();
    await world.payee('ada', '12.34', byContract(1));
    await world.payee('bob', '5.00', byContract(2));
    await world.submitted();
    await world.committed();
    const token = await aPayeeToken(world.ports, 'ada');
    const ask = asking(
      railsHandler(
        { ...someRails().ports, paying: world.ports },
        anAudit({ clock: world.ports.clock }),
      ),
    );
    const claim = (account: string, question: Question = {}) =>
      ask('GET /v1/payees/{key}/claim', {
        params: { key: 'ada' },
        query: { account },
        ...question,
      });

    expect(aContract.currency).toBe('EUR');
    expect(await claim(anAccount(1), { token })).toMatchObject({ status: 200 });
    expect(await claim(anAccount(2), { token })).toMatchObject(refused);
    expect(await claim(anAccount(2))).toMatchObject({ status: 200 });
  });
});
