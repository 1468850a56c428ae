import { hash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { holdResponse } from '../support/contract-faults.ts';
import { cappedReader, chargedAtOnce } from './support/capped-spend.ts';
import { foreignOffers } from './support/foreign-offers.ts';
import { LocalFarthing, ours } from './support/local-stack.ts';
import { paidAnswers, paidView } from './support/paid-views.ts';
import { synthesized } from './support/synthesized.ts';
import { answeredToToken, askedWithToken } from './support/token-asks.ts';

/** A part of what the HTTP API is asked, asked of the second front; `npm run test:front` asks it all. */
jest.setTimeout(600_000);

let farthing: LocalFarthing;
const hour = Math.floor(Date.now() / 3_600_000) * 3_600_000;
beforeAll(async () => {
  const cloudAssembly = await synthesized({
    'farthing:front': 'web-function',
    'farthing:corsOrigins': 'https://app.example.com',
  });
  farthing = await LocalFarthing.started({ ...ours, cloudAssembly });
});
afterAll(() => farthing.remove());

const anEvent = (fields: Readonly<Record<string, unknown>> = {}) => ({
  id: 'event-1',
  source: 'urn:test',
  type: 'view',
  subject: 'reader-1',
  time: new Date(hour - 3_600_000).toISOString(),
  ...fields,
});

async function posted(event: unknown, authorization = `Bearer ${farthing.stack.apiKey}`) {
  const response = await fetch(`${farthing.stack.url}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: typeof event === 'string' ? event : JSON.stringify(event),
  });
  const text = await response.text();
  if (!/^..message/.test(text)) holdResponse('POST', '/v1/events', response, text);
  return { status: response.status, body: JSON.parse(text) as Record<string, unknown> };
}

/** Posts it as a client does, again where it was refused for a while. */
async function accepted(event: unknown): Promise<void> {
  for (;;) {
    const { status, body } = await posted(event);
    if (status === 202) return;
    if (status !== 503 && status !== 429) throw new Error(JSON.stringify(body));
    await sleep(100);
  }
}

describe('the second front', () => {
  it('counts each of many events that come one a request, at once and again', async () => {
    const meter = { eventType: 'view', aggregation: 'count', dimensions: ['page'] };
    expect((await farthing.request('PUT', '/v1/meters/views', meter)).status).toBe(201);
    const events = Array.from({ length: 300 }, (_, index) =>
      anEvent({ id: `event-${index}`, subject: `reader-${index % 7}`, data: { page: 'a' } }),
    );

    const waiting = [...events, ...events].values();
    const lane = async (): Promise<void> => {
      for (const event of waiting) await accepted(event);
    };
    await Promise.all(Array.from({ length: 64 }, lane));
    await farthing.untilSettled();

    const range = {
      from: new Date(hour - 7_200_000).toISOString(),
      to: new Date(hour + 3_600_000).toISOString(),
    };
    const rows = await farthing.usage({ meter: 'views', groupBy: 'subject', limit: '3', ...range });
    expect(rows.map(({ subject, value }) => [subject, Number(value)])).toEqual(
      Array.from({ length: 7 }, (_, index) => [`reader-${index}`, index < 6 ? 43 : 42]),
    );
  });

  it.each([
    ['no key', '', 401, { message: 'Unauthorized' }],
    ['a key that is none', 'Bearer nothing', 403, { message: 'Forbidden' }],
  ])('answers %s as the gateway does', async (_, authorization, status, body) => {
    expect(await posted(anEvent(), authorization)).toEqual({ status, body });
  });

  it('refuses a key without the scope, and says which it needs', async () => {
    const key = await farthing.keyFor('demo', 'usage:read');

    expect(await posted(anEvent(), `Bearer ${key}`)).toMatchObject({
      status: 403,
      body: { code: 'key.scope-missing', detail: expect.stringContaining('events:write') },
    });
  });

  it.each([
    ['malformed JSON', '{"id":', 400, 'request.malformed-json'],
    ['no body', '', 400, 'request.body-missing'],
    ['more than a megabyte', `"${'x'.repeat(1_100_000)}"`, 413, 'request.too-large'],
    ['more than any route takes', 'x'.repeat(3_000_000), 413, 'request.too-large'],
    ['an old event', anEvent({ time: '2001-01-01T00:00:00Z' }), 400, 'event.too-old'],
  ])('answers %s with its problem document', async (_, body, status, code) => {
    expect(await posted(body)).toMatchObject({ status, body: { code } });
  });

  it('answers a page of an origin that is set, and says what a path takes', async () => {
    const { url } = farthing.stack;
    const origin = 'https://app.example.com';
    const asks = { origin, 'access-control-request-method': 'GET' };

    const preflight = await fetch(`${url}/v1/usage`, { method: 'OPTIONS', headers: asks });
    const wrong = await fetch(`${url}/v1/usage`, { method: 'POST', headers: { origin } });

    expect([preflight.status, wrong.status, wrong.headers.get('allow')]).toEqual([
      ...[204, 405],
      'GET, OPTIONS',
    ]);
    for (const { headers } of [preflight, wrong]) {
      expect(headers.get('access-control-allow-origin')).toBe(origin);
    }
  });

  it('says what it serves, also on its way through the command line', async () => {
    expect(await farthing.farthing('meters', 'list')).toContain('views');
    expect(await farthing.farthing('events', '--subject', 'reader-3')).toContain('counted');
    expect(await farthing.farthing('keys', 'list')).toContain('events:write usage:read');
  });

  it('charges as much as fits a cap, however much is asked at once, and the invoice says the same', async () => {
    await cappedReader(farthing);

    const { made, refused, again, spend, preview } = await chargedAtOnce(farthing, 200);

    // Fifty at a cent, a hundred at half a cent.
    expect([made, refused, again]).toEqual([150, 50, 201]);
    expect(spend).toMatchObject({ captured: '1.00', ungated: '0.00', held: '0.00' });
    expect(preview).toMatchObject({ total: '1.00', currency: 'EUR' });
  });

  it('has a page paid for by an offer, once, and nothing charged that was not served', async () => {
    expect(await paidView(farthing, 'paying')).toEqual(paidAnswers);
  });

  it('takes no offer of another tenant, in any dialect, nor a token of its payer', async () => {
    const away = await farthing.keyFor(
      'away',
      'admin',
      'billing:write',
      'spend:write',
      'spend:read',
    );

    expect(await foreignOffers(farthing, away)).toEqual({
      ...{ x402: 'offer.refused', mpp: 'offer.refused', consent: 'offer.refused' },
      ...{ token: 'payer.unknown', charges: [[], []], there: ['held', 1] },
    });
  });

  it('lets a payer in by its token, also in a cookie, until it is revoked', async () => {
    expect(await askedWithToken(farthing)).toEqual({ ...answeredToToken, cookie: '200' });
  });

  it('sees the clock that functions see', async () => {
    await farthing.setClock('2031-01-01T00:00:00Z');

    const answer = await posted(anEvent({ id: 'later', time: '2031-01-01T00:00:01Z' }));
    await farthing.setClock(null);

    expect(answer.status).toBe(202);
  });

  it('has the console and the reference before it, which load and run nothing that is not a file of theirs', async () => {
    const { stack } = farthing;
    for (const path of ['/console/', '/me/', '/payee/', '/docs/', '/docs/errors.html']) {
      const response = await fetch(`${stack.url}${path}`);
      const page = await response.text();
      const loaded = [...page.matchAll(/(?:src|href)="((?:assets|\.\/assets)\/[^"]+)"/g)];
      const types = await Promise.all(
        loaded.map(async ([, asset = '']) => {
          const { status, headers } = await fetch(new URL(asset, response.url));
          return [status, headers.get('cache-control'), headers.get('content-type')?.split('/')[0]];
        }),
      );

      expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
      expect(types).toContainEqual([200, 'public, max-age=31536000, immutable', 'text']);
      expect(types.filter(([status]) => status !== 200)).toEqual([]);
      expect(page).not.toMatch(/<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son[a-z]+=/);
    }
  });
});

describe('files of tallies in a bucket', () => {
  it('are counted once, however often their manifest is put', async () => {
    const { status } = await farthing.request('PUT', '/v1/meters/warehouse_calls', {
      ...{ eventType: 'warehouse', aggregation: 'sum', value: 'count' },
    });
    expect(status).toBe(201);
    const dayBefore = (days: number) =>
      new Date(hour - days * 86_400_000).toISOString().slice(0, 10);
    const day = dayBefore(1);
    const usage = `day,subject,count\n${day},acme,1200\n${day},zeta,3\n`;
    const file = { name: 'usage.csv', bytes: usage.length, sha256: hash('sha256', usage), rows: 2 };
    const manifest = { version: 1, source: 'urn:warehouse', type: 'warehouse', files: [file] };
    const put = { 'demo/one.manifest.json': JSON.stringify(manifest) };

    await farthing.drop({ 'demo/usage.csv': usage, ...put });
    await farthing.untilSettled();
    await farthing.drop(put);
    await farthing.untilSettled();

    const { body } = await farthing.request('GET', '/v1/drops');
    expect(body).toMatchObject({
      drops: [{ status: 'accepted', accepted: 2, repeated: 0, sums: { count: '1203' } }],
    });
    const query = { meter: 'warehouse_calls', from: day, to: dayBefore(0) };
    expect((await farthing.usage(query)).map(({ value }) => value)).toEqual(['1203']);
  });
});
