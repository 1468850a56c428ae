import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Asked {
  readonly resource: { readonly url: string };
  readonly payment?: Readonly<Record<string, string>>;
  readonly idempotency?: string;
}

/** As long as an offer is. */
export const consentFor = (url: string): string =>
  `fo_${Buffer.from(`a signed offer for ${url}`).toString('base64url')}`;

/**
 * Stands in for `POST /v1/gate`: the token `ftp_willing` pays without being asked, any other by a consent. Keeps what
 * became of each hold.
 */
export async function gateService() {
  const holds = new Map<
    string,
    { readonly url: string; state: 'held' | 'captured' | 'released' }
  >();
  const held = (url: string, by: string) => {
    const id = `hold.${holds.size}.0`;
    holds.set(id, { url, state: 'held' });
    return {
      ...{ outcome: 'held', id, payer: 'press', by, net: '0.01', tax: '0.00', amount: '0.01' },
      ...{ currency: 'EUR', left: null, endsAt: new Date(Date.now() + 60_000).toISOString() },
      ...{ repeated: false, headers: {} },
    };
  };
  const refused = (url: string) => ({
    ...{ outcome: 'refused', status: 402 },
    headers: {
      ...{ 'payment-required': 'e30=', 'cache-control': 'no-store' },
      ...{ 'www-authenticate': ['Payment id="1"', 'Payment id="2"'] },
      'content-type': 'application/problem+json',
    },
    problem: {
      ...{ type: 'urn:farthing:problem:payment.required', title: 'Payment Required', status: 402 },
      ...{ detail: 'it costs 0.01 EUR', code: 'payment.required' },
      offer: {
        amount: '0.01',
        currency: 'EUR',
        consent: consentFor(url),
        expiresAt: '2026-11-30T00:00:00Z',
      },
    },
  });
  const asked = ({ resource: { url }, payment = {} }: Asked): object => {
    const { token, consent } = payment;
    if (token === 'ftp_willing') return held(url, 'threshold');
    return token !== undefined && consent === consentFor(url) ? held(url, 'consent') : refused(url);
  };
  const answer = (path: string, body: string): object => {
    if (path === '/v1/gate') return asked(JSON.parse(body) as Asked);
    const [, id = '', verb] = /^\/v1\/gate\/([^/]+)\/(capture|release)$/.exec(path) ?? [];
    const hold = holds.get(decodeURIComponent(id));
    if (hold === undefined) throw new Error(`there is no ${path}`);
    hold.state = verb === 'capture' ? 'captured' : 'released';
    return {
      ...{ id, net: '0.01', tax: '0.00', amount: '0.01', currency: 'EUR', receiptId: id },
      ...{ quoted: { net: '0.01', tax: '0.00', amount: '0.01' }, receipt: null },
      headers: { 'payment-response': 'e30=', 'cache-control': 'private' },
    };
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const json = answer(request.url ?? '', Buffer.concat(chunks).toString());
      // A moment, so that who does not wait for it is found.
      setTimeout(() => {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(json));
      }, 10);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    /** Paths of what was captured, and of what was given back. */
    states: () => [...holds.values()].map(({ url, state }) => `${new URL(url).pathname} ${state}`),
    close(): void {
      server.closeAllConnections();
      server.close();
    },
  };
}
