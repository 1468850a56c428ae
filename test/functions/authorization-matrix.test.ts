import { describe, expect, it } from '@jest/globals';
import { type Route, scopes } from '../../core/contract/route.ts';
import { routes } from '../../core/contract/routes.ts';
import { asking } from '../support/ask.ts';
import { everyFunction } from '../support/every-function.ts';

/** To make them takes long, and none of the answers looked at depends on what another request wrote. */
const functions = everyFunction();
const params = { key: 'nothing', id: 'nothing', account: 'nothing', period: '2026-01' };
const guarded = routes.filter(({ scope }) => scope !== undefined);
const open = routes.filter(({ scope }) => scope === undefined);

describe.each(guarded)('$method $path', ({ method, path, scope, also, function: name }: Route) => {
  const ask = asking(functions[name]);
  const others = scopes.filter((other) => other !== scope && other !== also);

  it.each(['', ...others, others.join(' ')])(
    'refuses a key with the scopes "%s" and names the one it needs',
    async (held) => {
      const { status, body } = await ask(`${method} ${path}`, { params, scopes: held });

      expect(status).toBe(403);
      expect(body).toMatchObject({ code: 'key.scope-missing' });
      expect(body['detail']).toContain(scope ?? '');
    },
  );

  it('lets a key with its scope through', async () => {
    const { status } = await ask(`${method} ${path}`, { params, scopes: scope ?? '' });

    expect(status).not.toBe(403);
    expect(status).toBeLessThan(500);
  });
});

describe.each(guarded)('$method $path, asked with a payer’s token,', (route: Route) => {
  const { method, path, token: action, function: name } = route;
  const ask = asking(functions[name]);
  const token = { payer: 'nobody', id: 'kR3vZ0QdC9yqUe2rT1hLnA.1.0' };

  it(`${action === undefined ? 'refuses it' : `leaves it to the decision whether it may ${action}`}`, async () => {
    const { status, body } = await ask(`${method} ${path}`, { params, token });

    if (action === undefined) expect([status, body['code']]).toEqual([403, 'token.not-allowed']);
    else expect([status < 500, body['code']]).not.toEqual([true, 'key.scope-missing']);
  });
});

describe.each(guarded)('$method $path, asked with a payee’s token,', (route: Route) => {
  const { method, path, payeeToken: action, function: name } = route;
  const ask = asking(functions[name]);
  const token = { payee: 'nobody', id: 'kR3vZ0QdC9yqUe2rT1hLnA.1' };

  it(`${action === undefined ? 'refuses it' : 'refuses one that is not in force'}`, async () => {
    const { status, body } = await ask(`${method} ${path}`, { params, token });

    const code = action === undefined ? 'token.not-allowed' : 'token.refused';
    expect([status, body['code']]).toEqual([403, code]);
  });
});

describe('routes that take payees’ tokens', () => {
  const taking = guarded.filter(({ payeeToken }: Route) => payeeToken !== undefined);

  it('are these, and no others', () => {
    expect(taking.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual([
      'GET /v1/payee',
      'GET /v1/payee-statements/{id}',
      'GET /v1/payee-statements/{id}/lines/{line}',
      'GET /v1/payees/{key}/balance',
      'GET /v1/payees/{key}/claim',
      'GET /v1/payees/{key}/documents',
      'GET /v1/payees/{key}/earnings',
      'GET /v1/payees/{key}/payout',
      'GET /v1/payees/{key}/statements',
      'POST /v1/payees/{key}/tokens/{id}/revoke',
      'PUT /v1/payees/{key}/payout',
    ]);
  });

  it('are no routes of payers', () => {
    expect(taking.filter(({ token }: Route) => token !== undefined)).toEqual([]);
  });
});

describe('routes that take payers’ tokens', () => {
  it('are these, and no others', () => {
    const taking = guarded.filter(({ token }: Route) => token !== undefined);

    expect(taking.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual([
      'GET /v1/holds/{id}',
      'GET /v1/me',
      'GET /v1/passes',
      'GET /v1/payers/{payer}/charges',
      'GET /v1/payers/{payer}/holds',
      'GET /v1/payers/{payer}/spend',
      'GET /v1/payers/{payer}/wallet',
      'GET /v1/payers/{payer}/wallet/refunds',
      'GET /v1/payers/{payer}/wallet/top-ups',
      'GET /v1/payers/{payer}/wallet/top-ups/{id}',
      'GET /v1/private-passes',
      'GET /v1/receipts/{id}',
      'POST /v1/charges',
      'POST /v1/charges/{id}/refund',
      'POST /v1/holds',
      'POST /v1/holds/{id}/capture',
      'POST /v1/holds/{id}/release',
      'POST /v1/payers/{payer}/budgets/{key}/remove',
      'POST /v1/payers/{payer}/passes',
      'POST /v1/payers/{payer}/private-passes',
      'POST /v1/payers/{payer}/tokens/{id}/revoke',
      'POST /v1/payers/{payer}/wallet/refunds',
      'POST /v1/payers/{payer}/wallet/top-ups',
      'POST /v1/payers/{payer}/wallet/transfer',
      'POST /v1/tips',
      'PUT /v1/payers/{payer}/budgets/{key}',
      'PUT /v1/payers/{payer}/threshold',
      'PUT /v1/payers/{payer}/wallet/refill',
    ]);
  });
});

describe('routes that need no key', () => {
  it('are these, and no others', () => {
    expect(open.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual([
      'GET /.well-known/jwks.json',
      'GET /.well-known/private-token-issuer-directory',
      'GET /openapi.json',
      'GET /v1/logs/{tenant}/{year}/checkpoint',
      'GET /v1/logs/{tenant}/{year}/consistency',
      'GET /v1/logs/{tenant}/{year}/days',
      'GET /v1/logs/{tenant}/{year}/days/{day}',
      'GET /v1/logs/{tenant}/{year}/key',
      'GET /v1/logs/{tenant}/{year}/tile/{level}/{first}',
      'GET /v1/logs/{tenant}/{year}/tile/{level}/{first}/{second}',
      'GET /v1/logs/{tenant}/{year}/tile/{level}/{first}/{second}/{third}',
      'GET /v1/logs/{tenant}/{year}/token-keys/{keyId}',
      'GET /v1/logs/{tenant}/{year}/witnesses',
      'GET /v1/witness/key',
      'POST /v1/rails/stripe/events/{tenant}',
      'POST /v1/witness/add-checkpoint',
    ]);
  });

  it('describe the interface to everybody', async () => {
    const { status, body } = await asking(functions.DescribeApi)('GET /openapi.json', {
      scopes: '',
    });

    expect(status).toBe(200);
    expect(body).toHaveProperty('openapi');
  });

  it('take what a rail has signed, and nothing else', async () => {
    const { status, body } = await asking(functions.ServeRails)(
      'POST /v1/rails/stripe/events/{tenant}',
      { scopes: '', params: { tenant: 'acme' }, body: { id: 'evt_1', type: 'x', data: {} } },
    );

    expect(status).toBe(400);
    expect(body['code']).toBe('rail.signature-refused');
  });
});
