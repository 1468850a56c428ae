import { beforeEach, describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { inMemoryAuditLog } from '../fakes/audit-log.ts';
import { anAudit } from '../support/an-audit.ts';
import { asking } from '../support/ask.ts';
import { railsHandler } from '../support/changing-handlers.ts';
import { anIban, aSepaMethod, somePayouts } from '../support/some-payouts.ts';
import { someRails } from '../support/some-rails.ts';

const headers = { 'content-type': 'application/json' };
const under = (key: string) => ({ ...headers, 'idempotency-key': key });
const otherIban = 'FR1420041010050500013M02606';

async function aServer(settings: Readonly<Record<string, unknown>> = {}) {
  const world = await somePayouts(settings);
  const log = inMemoryAuditLog();
  const ports = { ...someRails().ports, paying: world.ports };
  const ask = asking(railsHandler(ports, anAudit({ audit: log })));
  const prepare = async (body: object = { rail: 'sepa' }, key = 'k') =>
    ask('POST /v1/payout-runs', { body, headers: under(key) });
  const move = async (id: unknown, how: string, keyId = 'key2', scopes?: string) =>
    ask(`POST /v1/payout-runs/{id}/${how}`, {
      ...{ params: { id: String(id) }, keyId },
      ...(scopes === undefined ? {} : { scopes }),
    });
  const tell = async (body: object) => ask('POST /v1/payouts/outcomes', { body, headers });
  const method = async (key: string, body: object) =>
    ask('PUT /v1/payees/{key}/payout', { params: { key }, body, headers });
  const audited = async () => {
    const [from, to] = [timestampOf(0), timestampOf(1)];
    return (await log.list('acme', { from, to, before: undefined, limit: 9 })).entries;
  };
  return { world, ask, prepare, move, tell, method, audited };
}

type Server = Awaited<ReturnType<typeof aServer>>;

describe('how a payee is paid', () => {
  let server: Server;
  beforeEach(async () => {
    server = await aServer();
    await server.world.payees.put('acme', { key: 'ada', revision: 1, body: { name: 'Ada' } });
  });

  it('is shown by the last four of its account, and the audit has no more of it', async () => {
    const { method, ask, audited } = server;
    const put = await method('ada', { payout: aSepaMethod(), thresholds: { EUR: '25.00' } });
    const shown = await ask('GET /v1/payees/{key}/payout', { params: { key: 'ada' } });

    expect([put.status, shown.status]).toEqual([200, 200]);
    expect(shown.body).toMatchObject({
      payout: { method: 'sepa', lastFour: anIban.slice(-4), holder: 'Ada Lefèvre' },
      thresholds: { EUR: '25.00' },
    });
    expect(`${put.text} ${shown.text} ${JSON.stringify(await audited())}`).not.toContain(anIban);
  });

  it('changes after as many days as settings say, and is called off by putting the other again', async () => {
    const { method } = server;
    await method('ada', { payout: aSepaMethod() });

    const changed = await method('ada', { payout: aSepaMethod({ iban: otherIban }) });
    const back = await method('ada', { payout: aSepaMethod() });

    expect(changed.body).toMatchObject({
      payout: { lastFour: anIban.slice(-4) },
      waiting: { payout: { lastFour: otherIban.slice(-4) }, from: '2026-02-08T12:00:00Z' },
    });
    expect(back.body).not.toHaveProperty('waiting');
  });

  it('is refused of who is no payee, and where it cannot be paid to', async () => {
    const { method, ask } = server;

    expect(await method('nobody', { payout: { method: 'manual' } })).toMatchObject({
      ...{ status: 404, body: { code: 'payee.not-found' } },
    });
    expect(await method('ada', { payout: aSepaMethod({ iban: 'DE00' }) })).toMatchObject({
      ...{ status: 400, body: { code: 'payout.method-invalid', param: '/payout/iban' } },
    });
    expect(await ask('GET /v1/payees/{key}/payout', { params: { key: 'ada' } })).toMatchObject({
      ...{ status: 404, body: { code: 'payout.method-missing' } },
    });
  });
});

describe('the settings of payouts', () => {
  it('say what counts where nothing was said, and of the account the last four', async () => {
    const { ask } = await aServer();

    const put = await ask('PUT /v1/payouts/settings', {
      ...{ headers, body: { from: { name: 'Magazine GmbH', iban: anIban } } },
    });

    expect(put.body).toMatchObject({
      from: { name: 'Magazine GmbH', lastFour: anIban.slice(-4) },
      ...{ currencies: ['EUR'], reserveDays: 14, methodWaitDays: 7, inTransitDays: 5 },
    });
    expect((await ask('GET /v1/payouts/settings')).body).toEqual(put.body);
    expect(put.text).not.toContain(anIban);
  });
});

describe('a run of payouts', () => {
  it('is proposed, prepared, approved by another key, submitted, and its file is given out', async () => {
    const { world, ask, prepare, move } = await aServer({ fees: { sepa: { EUR: '0.50' } } });
    await world.payee('ada', '12.345');
    await world.payees.put('acme', { key: 'bob', revision: 1, body: { name: 'Bob' } });
    await world.earn('bob', '3');
    await world.state('bob');

    const proposed = await ask('GET /v1/payout-runs/proposal', { query: { rail: 'sepa' } });
    const prepared = await prepare();
    const { id } = prepared.body;
    const params = { id: String(id) };
    const early = await ask('GET /v1/payout-runs/{id}/file', { params });
    const approved = await move(id, 'approve');
    const submitted = await move(id, 'submit');
    const file = await ask('GET /v1/payout-runs/{id}/file', { params });
    const items = await ask('GET /v1/payout-runs/{id}/payouts', { params });

    expect(proposed.body).toMatchObject({
      items: [{ payee: 'ada', currency: 'EUR', amount: '12.34', fee: '0.50' }],
      leftOut: [{ payee: 'bob', amount: '3.00', why: 'no-method' }],
    });
    expect(prepared.body).toMatchObject({ status: 'prepared', madeBy: 'key1', count: 1 });
    expect(early).toMatchObject({ status: 409, body: { code: 'payout.run-not-open' } });
    expect(approved.body).toMatchObject({ status: 'approved', approvedBy: 'key2' });
    expect(submitted.body).toMatchObject({
      ...{ status: 'submitted', states: { inTransit: 1, settled: 0, returned: 0 }, without: [] },
    });
    expect(file.text).toContain('<InstdAmt Ccy="EUR">11.84</InstdAmt>');
    expect(items.body['payouts']).toMatchObject([
      { payee: 'ada', status: 'in-transit', paidBy: { lastFour: anIban.slice(-4) } },
    ]);
    expect(items.text).not.toContain(anIban);
  });

  it('is approved neither by the key that prepared it nor by one without the scope', async () => {
    const { world, prepare, move } = await aServer();
    await world.payee('ada', '12');
    const { id } = (await prepare()).body;

    const same = await move(id, 'approve', 'key1');
    const without = await move(id, 'approve', 'key2', 'billing:read billing:write admin');

    expect(same).toMatchObject({ status: 403, body: { code: 'payout.same-key' } });
    expect(without.status).toBe(403);
    expect((await move(id, 'submit')).body).toMatchObject({ code: 'payout.run-not-open' });
  });

  it('leaves out who is paid by another method since, and who has less to come, aloud', async () => {
    const { world, prepare, move, method } = await aServer({ methodWaitDays: 0 });
    await world.payee('ada', '12');
    await world.payee('bob', '7');
    await world.payee('cleo', '5');
    const { id } = (await prepare()).body;
    await move(id, 'approve');
    await method('ada', { payout: aSepaMethod({ iban: otherIban }) });
    await world.earn('bob', '-1');

    expect((await move(id, 'submit')).body).toMatchObject({
      states: { inTransit: 1 },
      without: [
        { payee: 'ada', amount: '12.00', why: 'method-changed' },
        { payee: 'bob', amount: '7.00', why: 'fell-below' },
      ],
    });
  });

  it('by hand is marked as paid as a whole, and one that came back is owed again', async () => {
    const { world, ask, prepare, move, tell } = await aServer();
    await world.payee('ada', '12', { method: 'manual' });
    await world.payee('bob', '7', { method: 'manual' });
    const { id } = (await prepare({ rail: 'manual' })).body;
    await move(id, 'approve');
    await move(id, 'submit');
    const on = world.today();

    const paid = await tell({ kind: 'settled', of: id, reference: 'by hand', on });
    const again = await tell({ kind: 'settled', of: id, reference: 'by hand', on });
    const items = await ask('GET /v1/payout-runs/{id}/payouts', { params: { id: String(id) } });
    const [ada] = items.body['payouts'] as readonly { readonly reference: string }[];
    const of = ada?.reference ?? '';
    await tell({ kind: 'returned', of, reference: 'back', on, reason: 'unknown account' });
    const one = await ask('GET /v1/payouts/{id}', { params: { id: of } });

    expect([paid.body, again.body]).toMatchObject([{ count: 2 }, { count: 2 }]);
    expect(one.body).toMatchObject({
      ...{ status: 'returned', settledOn: on, returnedOn: on, reason: 'unknown account' },
      ...{ payee: 'ada', rail: 'manual', run: id, amount: '12.00' },
    });
    expect(await world.standsAt('cash:manual')).toBe(-7_000_000_000n);
    expect((await world.check()).faults).toEqual([]);
  });

  it('is told of no day that is to come, nor of one before it was submitted', async () => {
    const { world, prepare, move, tell } = await aServer();
    await world.payee('ada', '12');
    const { id } = (await prepare()).body;
    await move(id, 'approve');
    await move(id, 'submit');

    for (const on of ['2026-01-31', '2026-02-02', '2026-02-31']) {
      expect(await tell({ kind: 'settled', of: id, reference: 'r', on })).toMatchObject({
        ...{ status: 400, body: { code: 'payout.day-invalid', param: '/on' } },
      });
    }
  });

  it('is in the list of runs, the latest first, page by page', async () => {
    const { world, ask, prepare, move } = await aServer();
    await world.payee('ada', '12');
    const first = (await prepare()).body['id'];
    await move(first, 'cancel');
    world.pass(1000);
    const second = (await prepare(undefined, 'k2')).body['id'];

    const page = await ask('GET /v1/payout-runs', { query: { limit: '1' } });
    const cursor = String(page.body['nextCursor']);
    const next = await ask('GET /v1/payout-runs', { query: { limit: '1', cursor } });

    expect(page.body['runs']).toMatchObject([{ id: second, status: 'prepared' }]);
    expect(next.body['runs']).toMatchObject([{ id: first, status: 'cancelled' }]);
  });
});
