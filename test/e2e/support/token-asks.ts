import { cappedReader } from './capped-spend.ts';
import type { LocalFarthing } from './local-stack.ts';

/** What a payer is answered that asks with a token: by the header, by the cookie, and once it is revoked. */
export async function askedWithToken(farthing: LocalFarthing) {
  await cappedReader(farthing);
  await farthing.request('PUT', '/v1/customers/asking', {
    ...{ name: 'Asking', subjects: ['asking-1'] },
    plan: [{ plan: 'capped', from: '2020-01-01' }],
  });
  const { body } = await farthing.request('POST', '/v1/payers/asking/tokens', {
    ...{ actions: ['charge', 'read'], expiresIn: 600 },
    limit: { amount: '0.02', currency: 'EUR' },
  });
  const { id, token } = body as Readonly<Record<'id' | 'token', string>>;
  const asked = async (
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    sent?: object,
  ): Promise<string> => {
    const answer = await fetch(`${farthing.stack.url}${path}`, {
      method,
      headers: { ...headers, 'content-type': 'application/json' },
      ...(sent === undefined ? {} : { body: JSON.stringify(sent) }),
    });
    const { code = '' } = (await answer.json()) as { readonly code?: string };
    return `${answer.status} ${code}`.trim();
  };
  const header = { authorization: `Bearer ${token}` };
  const charge = (key: string) =>
    asked('POST', '/v1/charges', header, { meter: 'reads', quantity: '1', idempotency: key });
  const spend = '/v1/payers/asking/spend';
  const withToken = {
    charge: await charge('by-token-1'),
    spend: await asked('GET', spend, header),
    cookie: await asked('GET', spend, { cookie: `farthing-token=${token}` }),
    address: await asked('GET', `${spend}?token=${token}`, header),
    others: await asked('GET', '/v1/customers', header),
    more: [await charge('by-token-2'), await charge('by-token-3')],
    guessed: await asked('GET', spend, {
      authorization: `Bearer ${token.slice(0, -1)}${token.endsWith('a') ? 'b' : 'a'}`,
    }),
  };
  await farthing.request('POST', `/v1/payers/asking/tokens/${id}/revoke`);
  return { ...withToken, revoked: [await charge('by-token-4'), await asked('GET', spend, header)] };
}

/** What either front answers, but for the cookie. */
export const answeredToToken = {
  charge: '201',
  spend: '200',
  address: '400 token.in-url',
  others: '403 token.not-allowed',
  more: ['201', '402 token.limit-exceeded'],
  guessed: '403',
  revoked: ['403 token.refused', '403 token.refused'],
} as const;
