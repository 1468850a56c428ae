import { describe, expect, it } from '@jest/globals';
import { newTokenSecret, tokenText } from '../../core/access/token.ts';
import { systemRandom } from '../../functions/adapters/system-random.ts';
import { withTokenKept } from '../../functions/serve-front/kept-token.ts';
import { aFront } from '../support/a-front.ts';

const text = tokenText({
  ...{
    of: 'payer' as const,
    tenant: 'acme',
    tokenId: 'kR3vZ0QdC9yqUe2rT1hLnA.1.0',
    secret: newTokenSecret(systemRandom),
  },
});
const ofPayee = tokenText({
  ...{ of: 'payee' as const, tenant: 'acme', tokenId: 'kR3vZ0QdC9yqUe2rT1hLnA.1' },
  secret: newTokenSecret(systemRandom),
});
const spend = 'GET /v1/payers/press/spend';

/** The second front, and by what it was asked to let anybody in. */
function aTokenFront() {
  const asked: string[] = [];
  const front = aFront({
    callerOf: async (authorization) => {
      asked.push(authorization);
      return { tenant: 'acme', keyId: 'token-1', scopes: [], cursorKey: 'c', payer: 'press' };
    },
  });
  const ask = (route: string, headers: Readonly<Record<string, string>>) =>
    front.ask(route, { authorization: 'none', headers });
  return { ask, asked };
}

describe('the front, asked with a payer’s token in a cookie,', () => {
  it('takes it as if it stood in the header', async () => {
    const { ask, asked } = aTokenFront();

    const { statusCode } = await ask(spend, { cookie: `theme=dark; farthing-token=${text}` });

    expect(asked).toEqual([`Bearer ${text}`]);
    expect(statusCode).not.toBe(401);
  });

  it.each([
    ['where the route takes none', 'GET /v1/customers', { cookie: `farthing-token=${text}` }],
    ['of a page of another site', spend, { 'sec-fetch-site': 'cross-site' }],
    ['of a page of another host of the site', spend, { 'sec-fetch-site': 'same-site' }],
    ['that comes twice', spend, { cookie: `farthing-token=${text}; farthing-token=${text}` }],
    [
      'that is a key',
      spend,
      { cookie: `farthing-token=ft_live_${'a'.repeat(16)}_${'b'.repeat(43)}` },
    ],
  ])('looks at none %s', async (_, route, headers) => {
    const { ask, asked } = aTokenFront();

    const { statusCode } = await ask(route, { cookie: `farthing-token=${text}`, ...headers });

    expect([statusCode, asked]).toEqual([401, []]);
  });

  it('takes a payee’s where a route of payees is asked, and no payer’s there', async () => {
    const { ask, asked } = aTokenFront();
    const both = `farthing-token=${text}; farthing-payee-token=${ofPayee}`;

    await ask('GET /v1/payees/ada/balance', { cookie: both });
    await ask('GET /v1/payees/ada/balance', { cookie: `farthing-payee-token=${text}` });
    await ask(spend, { cookie: `farthing-token=${ofPayee}` });

    expect(asked).toEqual([`Bearer ${ofPayee}`]);
  });

  it('goes by the header where there is one', async () => {
    const { ask, asked } = aTokenFront();

    await ask(spend, { cookie: `farthing-token=${text}`, authorization: 'Bearer other' });

    expect(asked).toEqual(['Bearer other']);
  });
});

describe('the front, asked by a page that its browser keep the token,', () => {
  const kept = `farthing-token=${text}; Path=/v1; HttpOnly; Secure; SameSite=Strict`;
  const gone = 'farthing-token=; Max-Age=0; Path=/v1; HttpOnly; Secure; SameSite=Strict';
  const bearer = { authorization: `Bearer ${text}` };
  const cookieOf = (route: string, headers: Readonly<Record<string, string>>, status = 200) => {
    const [method = '', url = ''] = route.split(' ');
    const answer = { statusCode: status, headers: { 'content-type': 'application/json' } };
    return withTokenKept({ method, url, headers }, { ...answer, body: '{}' }).headers;
  };

  it('sets a cookie that no script sees and no other site sends, until it is closed', () => {
    expect(cookieOf('GET /v1/me?cookie=keep', bearer)).toMatchObject({ 'set-cookie': kept });
  });

  it.each([
    ['where it is not asked to', 'GET /v1/me', bearer, 200],
    [
      'of a page of another site',
      'GET /v1/me?cookie=keep',
      { ...bearer, 'sec-fetch-site': 'cross-site' },
      200,
    ],
    ['of who is not known', 'GET /v1/me?cookie=keep', bearer, 403],
    ['on any other route', 'GET /v1/payers/press/spend?cookie=keep', bearer, 200],
    [
      'of an API key',
      'GET /v1/me?cookie=keep',
      { authorization: `Bearer ft_live_${'a'.repeat(16)}` },
      200,
    ],
    [
      'of a cookie that is there',
      'GET /v1/me?cookie=keep',
      { cookie: `farthing-token=${text}` },
      200,
    ],
  ])('sets none %s', (_, route, headers, status) => {
    expect(cookieOf(route, headers, status)).not.toHaveProperty('set-cookie');
  });

  it('keeps that of a payee under another name, and neither for the other', () => {
    const ofPayees = { authorization: `Bearer ${ofPayee}` };

    expect(cookieOf('GET /v1/payee?cookie=keep', ofPayees)['set-cookie']).toBe(
      kept.replace(`farthing-token=${text}`, `farthing-payee-token=${ofPayee}`),
    );
    expect(cookieOf('GET /v1/me?cookie=keep', ofPayees)).not.toHaveProperty('set-cookie');
    expect(cookieOf('GET /v1/payee?cookie=keep', bearer)).not.toHaveProperty('set-cookie');
  });

  it('takes it away, also of a token that counts no more', () => {
    expect(cookieOf('GET /v1/me?cookie=forget', {}, 403)).toMatchObject({ 'set-cookie': gone });
  });

  it('is known by it when it is loaded again', async () => {
    const { ask, asked } = aTokenFront();

    await ask('GET /v1/me', { cookie: kept.split(';')[0] ?? '' });

    expect(asked).toEqual([`Bearer ${text}`]);
  });
});
