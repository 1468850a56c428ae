import { beforeEach, describe, expect, it } from '@jest/globals';
import { authorize } from '../../core/access/authorize.ts';
import { storedPayeeTokens } from '../../core/access/payee-tokens.ts';
import { millisecondsPer, timestampOf } from '../../core/kernel/timestamp.ts';
import { inMemoryAuditLog } from '../fakes/audit-log.ts';
import { inMemoryKeys } from '../fakes/keys.ts';
import { noneKnown } from '../fakes/known-refusals.ts';
import { inMemoryPayeeTokens } from '../fakes/payee-tokens.ts';
import { inMemoryPayees } from '../fakes/shares.ts';
import { anAudit } from '../support/an-audit.ts';
import { asking } from '../support/ask.ts';
import { catalogPorts } from '../support/catalog-ports.ts';
import { catalogHandler } from '../support/changing-handlers.ts';
import { noTokens } from '../support/no-tokens.ts';

const week = 604_800;
const headers = { 'content-type': 'application/json' };
const params = { key: 'ada' };

async function somePayeeTokens() {
  let now = timestampOf(Date.UTC(2026, 10, 22));
  const clock = { now: () => now };
  const payees = inMemoryPayees();
  for (const key of ['ada', 'ben']) {
    await payees.put('acme', { key, revision: 1, body: { name: key } });
  }
  const payeeTokens = inMemoryPayeeTokens();
  const log = inMemoryAuditLog();
  const ask = asking(
    catalogHandler(
      { ...catalogPorts({ payees, clock }), payeeTokens },
      anAudit({ audit: log, clock }),
    ),
  );
  const tokens = { ...noTokens, payee: storedPayeeTokens(payeeTokens) };
  return {
    ask,
    later: (days: number): void => {
      now = timestampOf(now + days * millisecondsPer.day);
    },
    make: (fields = {}, key = 'ada') =>
      ask('POST /v1/payees/{key}/tokens', {
        ...{ params: { key }, headers },
        body: { actions: ['read', 'payout'], expiresIn: week, ...fields },
      }),
    list: (key = 'ada') => ask('GET /v1/payees/{key}/tokens', { params: { key } }),
    revoke: (id: unknown, question = {}) =>
      ask('POST /v1/payees/{key}/tokens/{id}/revoke', {
        params: { ...params, id: String(id) },
        ...question,
      }),
    letIn: (text: unknown) =>
      authorize(
        { keys: inMemoryKeys(), tokens, refusals: noneKnown() },
        `Bearer ${String(text)}`,
        clock.now(),
      ),
    audited: async () => {
      const [from, to] = [timestampOf(0), timestampOf(Date.UTC(2027, 0, 1))];
      return (await log.list('acme', { from, to, before: undefined, limit: 9 })).entries;
    },
    kept: async (id: string) => payeeTokens.get('acme', id.split('.')[0] ?? ''),
  };
}

let tokens: Awaited<ReturnType<typeof somePayeeTokens>>;
beforeEach(async () => {
  tokens = await somePayeeTokens();
});

describe('a token of a payee', () => {
  it('lets in its payee until it ends, and of its secret only a hash is kept', async () => {
    const { make, letIn, later, list, kept, audited } = tokens;
    const { status, body } = await make();
    const [, , , secret = ''] = String(body['token']).split('_');

    expect([status, body['payee'], body['endsAt']]).toEqual([201, 'ada', '2026-11-29T00:00:00Z']);
    expect(await letIn(body['token'])).toMatchObject({ tenant: 'acme', payee: 'ada', scopes: [] });
    const written = JSON.stringify([
      await kept(String(body['id'])),
      await audited(),
      (await list()).body,
    ]);
    expect(written).not.toContain(secret);
    later(7);
    expect(await letIn(body['token'])).toBe('refused');
    expect((await list()).body).toEqual({ tokens: [] });
  });

  it('is not made for longer than 30 days, nor of who is no payee', async () => {
    const { make } = tokens;

    expect((await make({ expiresIn: 2_592_001 })).status).toBe(400);
    expect(await make({}, 'nobody')).toMatchObject({
      status: 404,
      body: { code: 'payee.not-found' },
    });
    expect((await make({ actions: ['charge'] })).status).toBe(400);
  });

  it('is refused once it is revoked, by the gateway’s look and by each function', async () => {
    const { make, revoke, letIn, list } = tokens;
    const { body: first } = await make();
    const { body: second } = await make({ actions: ['read'] });
    const token = { payee: 'ada', id: String(first['id']) };

    expect(await revoke(first['id'])).toMatchObject({ status: 200, body: { id: first['id'] } });
    expect(await letIn(first['token'])).toBe('refused');
    // Whoever remembers the minute before still lets it in: the function looks by itself.
    expect(await revoke(second['id'], { token })).toMatchObject({
      status: 403,
      body: { code: 'token.refused' },
    });
    expect((await list()).body).toMatchObject({ tokens: [{ id: second['id'] }] });
    expect(await revoke(first['id'])).toMatchObject({
      status: 404,
      body: { code: 'token.not-found' },
    });
  });

  it('revokes itself, and no other, and none of another payee', async () => {
    const { make, revoke } = tokens;
    const { body: first } = await make();
    const { body: second } = await make();
    const { body: of } = await make({}, 'ben');
    const token = { payee: 'ada', id: String(first['id']) };
    const refused = { status: 403, body: { code: 'token.not-allowed' } };

    expect(await revoke(second['id'], { token })).toMatchObject(refused);
    const params = { key: 'ben', id: String(of['id']) };
    expect(await revoke('', { params, token })).toMatchObject(refused);
    expect((await revoke(first['id'], { token })).status).toBe(200);
  });

  it('has an id that is never given twice, and there are 50 of a payee at most', async () => {
    const { make, revoke, later, list } = tokens;
    const { body: first } = await make();
    await revoke(first['id']);
    const made = [];
    for (let n = 0; n < 50; n += 1) made.push((await make()).body['id']);

    expect(new Set([first['id'], ...made]).size).toBe(51);
    expect(await make()).toMatchObject({ status: 409, body: { code: 'token.too-many' } });
    later(8);
    expect((await make()).status).toBe(201);
    expect((await list()).body['tokens']).toHaveLength(1);
  });

  it('is in the audit by the token that asked, with what was made', async () => {
    const { make, revoke, audited, later } = tokens;
    const { body } = await make();
    later(1);
    await revoke(body['id'], { token: { payee: 'ada', id: String(body['id']) } });

    const asked = (await audited()).map(({ action, keyId }) => [action, keyId]);
    expect(asked.toSorted()).toEqual([
      ['POST /v1/payees/{key}/tokens', 'key1'],
      ['POST /v1/payees/{key}/tokens/{id}/revoke', body['id']],
    ]);
  });

  it('asks nothing that no route gives it', async () => {
    const { make, ask } = tokens;
    const { body } = await make();
    const token = { payee: 'ada', id: String(body['id']) };
    const refused = { status: 403, body: { code: 'token.not-allowed' } };

    expect(await ask('GET /v1/payees/{key}', { params, token })).toMatchObject(refused);
    expect(await ask('GET /v1/payees/{key}/tokens', { params, token })).toMatchObject(refused);
    expect(await ask('GET /v1/customers', { token })).toMatchObject(refused);
  });
});
