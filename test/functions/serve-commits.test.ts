import { describe, expect, it } from '@jest/globals';
import { callDataOf } from '../../core/payouts/chain/commit.ts';
import { aContract } from '../fakes/payout-contract.ts';
import { anAudit } from '../support/an-audit.ts';
import { asking } from '../support/ask.ts';
import { railsHandler } from '../support/changing-handlers.ts';
import { anAccount, byContract, payoutsOnAChain } from '../support/payouts-on-a-chain.ts';
import { someRails } from '../support/some-rails.ts';

const headers = { 'content-type': 'application/json' };

/** Two are paid by a contract; a run is submitted. */
async function aServer() {
  const world = await payoutsOnAChain();
  await world.payee('ada', '12.34', byContract(1));
  await world.payee('bob', '5.00', byContract(2));
  const ask = asking(railsHandler({ ...someRails().ports, paying: world.ports }, anAudit()));
  const { id } = await world.submitted();
  const prepare = async () => ask('POST /v1/payouts/commits', { body: {}, headers });
  const look = async (epoch: string) =>
    ask('POST /v1/payouts/commits/{epoch}/look', { params: { epoch } });
  const settings = async (contract: object) =>
    ask('PUT /v1/payouts/settings', { body: { contract }, headers });
  return { world, ask, id, prepare, look, settings };
}

describe('a commit', () => {
  it('is prepared as call data to be signed, and settles its run once it is final', async () => {
    const { world, ask, id, prepare, look } = await aServer();
    const prepared = await prepare();
    const again = await prepare();
    const unfunded = await look('1');
    world.send(await world.commit(1));
    const early = await look('1');
    world.contract.finalize();
    const late = await look('1');
    const run = await ask('GET /v1/payout-runs/{id}', { params: { id } });

    expect(prepared).toMatchObject({
      status: 200,
      body: {
        ...{ epoch: 1, status: 'prepared', total: '17.34', added: '17.34', totalUnits: '17340000' },
        ...{ accounts: 2, payouts: 2, runs: [id], network: 'eip155:8453' },
        call: { to: aContract.address, value: '0', data: expect.stringMatching(/^0xac96bc2b/) },
      },
    });
    expect(again.body).toEqual(prepared.body);
    expect(unfunded.body).toMatchObject({
      ...{ found: 'waiting', isThere: false, missing: '17.34', missingUnits: '17340000' },
    });
    expect(early.body).toMatchObject({ found: 'waiting', isThere: true, missingUnits: '0' });
    expect(late.body).toMatchObject({ found: 'settled', commit: { status: 'settled' } });
    expect(run.body).toMatchObject({ states: { inTransit: 0, settled: 2, returned: 0 } });
  });

  it('carries the last day of the public log behind its call data, where settings say so, for good', async () => {
    const { world, prepare, settings } = await aServer();
    const anchor = { log: 'billing.example/v1/logs/acme/2026', day: '2026-11-29' };
    let digest = '5b'.repeat(32);
    world.ports.anchors = { latest: async () => ({ ...anchor, digest }) };
    await settings({ ...aContract, anchorsLog: true });
    const prepared = await prepare();
    digest = '6c'.repeat(32);
    const again = await prepare();
    const { call } = prepared.body as { readonly call: { readonly data: string } };
    const commit = await world.commit(1);
    world.send(commit);

    expect(prepared.body).toMatchObject({ anchor: { ...anchor, digest: '5b'.repeat(32) } });
    expect(call.data).toBe(
      `${callDataOf({ epoch: 1, root: commit.root, total: commit.total })}${'5b'.repeat(32)}`,
    );
    expect(again.body).toEqual(prepared.body);
    expect(world.contract.latest.root).toBe(commit.root);
  });

  it('carries nothing where settings do not say so, or no day was kept', async () => {
    const { world, prepare } = await aServer();
    const anchor = { log: 'x', day: '2026-11-29', digest: '5b'.repeat(32) };
    world.ports.anchors = { latest: async () => anchor };
    const other = await aServer();
    await other.settings({ ...aContract, anchorsLog: true });
    other.world.ports.anchors = { latest: async () => undefined };

    for (const { body } of [await prepare(), await other.prepare()])
      expect(body).not.toHaveProperty('anchor');
  });

  it('is listed, the latest first, page by page', async () => {
    const { world, ask } = await aServer();
    await world.committed();
    await world.earn('ada', '1.00');
    await world.state('ada');
    await world.submitted();
    await world.committed();

    const first = await ask('GET /v1/payouts/commits', { query: { limit: '1' } });
    const { nextCursor } = first.body as { readonly nextCursor: string };
    const second = await ask('GET /v1/payouts/commits', { query: { cursor: nextCursor } });

    expect(first.body).toMatchObject({ commits: [{ epoch: 2, added: '1.00', total: '18.34' }] });
    expect(second.body).toMatchObject({ commits: [{ epoch: 1, added: '17.34' }] });
    expect(second.body).not.toHaveProperty('nextCursor');
  });

  it('says what is known where nobody says what the contract has, and is not found by another epoch', async () => {
    const { world, ask, prepare, look } = await aServer();
    await prepare();
    world.node.isAway = true;

    const away = await look('1');
    const missing = await ask('GET /v1/payouts/commits/{epoch}', { params: { epoch: '2' } });

    expect(away.body).toMatchObject({ found: 'unknown', commit: { status: 'prepared' } });
    expect(missing).toMatchObject({ status: 404, body: { code: 'payout.commit-not-found' } });
  });
});

describe('a claim', () => {
  it('is answered with the proof, and the call that anybody may send', async () => {
    const { world, ask } = await aServer();
    await world.committed();

    const { status, body } = await ask('GET /v1/payees/{key}/claim', { params: { key: 'ada' } });
    const { call } = body as { readonly call: { readonly data: string } };
    world.contract.claim(call.data);
    const after = await ask('GET /v1/payees/{key}/claim', { params: { key: 'ada' } });

    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ account: anAccount(1), epoch: 1, given: '12.34', givenUnits: '12340000' },
      ...{ due: '12.34', dueUnits: '12340000', proof: [expect.stringMatching(/^0x[0-9a-f]{64}$/)] },
    });
    expect(after.body).toMatchObject({ given: '12.34', due: '0.00', dueUnits: '0' });
  });

  it('is of the account and the contract that are named', async () => {
    const { world, ask, settings } = await aServer();
    await world.committed();
    await settings({ ...aContract, address: anAccount(99) });
    const contract = `${aContract.network}:${aContract.address.toUpperCase().replace('X', 'x')}`;

    const named = await ask('GET /v1/payees/{key}/claim', {
      ...{ params: { key: 'bob' }, query: { contract, account: anAccount(1) } },
    });
    const now = await ask('GET /v1/payees/{key}/claim', { params: { key: 'bob' } });

    expect(named.body).toMatchObject({ account: anAccount(1), given: '12.34' });
    expect(now).toMatchObject({ status: 404, body: { code: 'payout.no-claim' } });
  });
});

describe('the contract of the settings', () => {
  it('is shown without what its node is asked by', async () => {
    const { ask } = await aServer();

    const { body, text } = await ask('GET /v1/payouts/settings', {});

    const { rpc: _, ...contract } = aContract;
    expect(body).toMatchObject({ contract: { ...contract, node: 'node.example' } });
    expect(text).not.toContain('/rpc');
  });

  it.each([
    ['pays in another token', { token: anAccount(7) }, 'payout.contract-invalid'],
    ['has fewer places than its currency', { decimals: 1 }, 'request.invalid'],
    ['is in no currency', { currency: 'ABC' }, 'request.invalid'],
  ])('is refused where it %s', async (_, fields, code) => {
    const { settings } = await aServer();

    const { body, status } = await settings({ ...aContract, ...fields });

    expect([status, body]).toEqual([400, expect.objectContaining({ code })]);
  });

  it('is not taken while nobody says what it is, and other settings are', async () => {
    const { world, ask, settings } = await aServer();
    world.node.isAway = true;

    const other = await settings({ ...aContract, address: anAccount(99) });
    const same = await ask('PUT /v1/payouts/settings', {
      body: { contract: aContract, reserveDays: 3 },
      headers,
    });

    expect(other).toMatchObject({ status: 503, body: { code: 'payout.contract-unknown' } });
    expect(same).toMatchObject({ status: 200, body: { reserveDays: 3 } });
  });

  it('pays to no account that nobody can have', async () => {
    const { ask } = await aServer();
    const put = async (address: string) =>
      ask('PUT /v1/payees/{key}/payout', {
        ...{ params: { key: 'ada' }, headers, body: { payout: { method: 'evm', address } } },
      });

    expect(await put(`0x${'0'.repeat(40)}`)).toMatchObject({
      ...{ status: 400, body: { code: 'payout.method-invalid', param: '/payout/address' } },
    });
    expect((await put('0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD')).status).toBe(400);
    expect((await put('0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed')).status).toBe(200);
  });
});
