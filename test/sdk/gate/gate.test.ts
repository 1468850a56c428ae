import { describe, expect, it } from '@jest/globals';
import type { GatePassed } from '../../../sdk/src/gate/decided.ts';
import {
  aGate,
  asked,
  consentIn,
  passed,
  reads,
  receipt,
  settled,
  url,
  withCookie,
} from '../support/gating.ts';

describe('a gate', () => {
  it('holds before, captures after, and answers the receipt as private', async () => {
    const gated = await aGate();

    const opened = await passed(gated, withCookie(gated.tokens.willing));
    const before = [await gated.captured(), await gated.held()];
    const answer = await settled(gated, opened, 200);

    expect(before).toEqual([0n, 1n]);
    expect([await gated.captured(), await gated.held()]).toEqual([1n, 0n]);
    expect(answer).toMatchObject({
      ...{ outcome: 'served', isPrivate: true },
      headers: [['farthing-receipt', receipt]],
    });
  });

  it.each([500, 503, 404, 402, 302, 304, 0])(
    'gives it back where it is answered %i',
    async (status) => {
      const gated = await aGate();

      const answer = await settled(
        gated,
        await passed(gated, withCookie(gated.tokens.willing)),
        status,
      );
      await gated.time.settled(gated.gate.idle());

      expect(answer).toEqual({ outcome: 'served', isPrivate: false, headers: [] });
      expect([await gated.captured(), await gated.held()]).toEqual([0n, 0n]);
      expect(gated.paths()).toEqual(['/v1/gate', '/v1/gate/{id}/release']);
    },
  );

  it('charges an answer of 4xx where its settings say so, and never a redirect', async () => {
    const gated = await aGate({ chargesFaults: true });

    for (const status of [404, 302, 500]) {
      await settled(gated, await passed(gated, withCookie(gated.tokens.willing)), status);
    }
    await gated.time.settled(gated.gate.idle());

    expect(await gated.captured()).toBe(1n);
  });

  it('answers a stranger what Farthing says, with each line of a header', async () => {
    const gated = await aGate();

    const opened = await gated.time.settled(gated.gate.open(asked(), reads));

    expect(opened).toMatchObject({ outcome: 'refused', status: 402 });
    if (opened.outcome !== 'refused') return;
    expect(opened.headers.map(([name]) => name).sort()).toEqual([
      ...['cache-control', 'content-type', 'payment-required', 'www-authenticate'],
    ]);
    expect(opened.headers).toContainEqual(['cache-control', 'no-store']);
    expect(JSON.parse(opened.body)).toMatchObject({ code: 'payment.required' });
  });

  it('tells Farthing only what may pay, and nothing of the site’s own keys', async () => {
    const gated = await aGate();
    const own = { authorization: 'Bearer of-the-site', cookie: 'session=1; farthing-token=other' };

    await gated.time.settled(gated.gate.open(asked(own), reads));

    expect(gated.seen[0]?.body).toMatchObject({ payment: {}, resource: { url }, meter: 'view' });
    expect(JSON.stringify(gated.seen[0]?.body)).not.toMatch(/of-the-site|session|other/);
  });

  it.each([
    ['a frame of another site', { 'sec-fetch-dest': 'iframe', 'sec-fetch-mode': 'navigate' }],
    ['an image of another site', { 'sec-fetch-dest': 'image', 'sec-fetch-mode': 'no-cors' }],
    ['a script of another site', { 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'cors' }],
  ])('takes no cookie by %s', async (_, fetched) => {
    const gated = await aGate();
    const cookie = `farthing-token=${gated.tokens.willing}`;

    const opened = await gated.time.settled(
      gated.gate.open(asked({ cookie, 'sec-fetch-site': 'cross-site', ...fetched }), reads),
    );

    expect(opened).toMatchObject({ outcome: 'refused', status: 402 });
  });

  it('takes the cookie of who followed a link', async () => {
    const fetched = { 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate' };
    const gated = await aGate();
    const cookie = `farthing-token=${gated.tokens.willing}`;

    const opened = await passed(
      gated,
      asked({ cookie, 'sec-fetch-site': 'cross-site', ...fetched }),
    );

    expect(opened.outcome).toBe('held');
  });

  it('neither charges nor counts what a browser fetches ahead', async () => {
    const gated = await aGate();
    const cookie = `farthing-token=${gated.tokens.willing}`;

    const opened = await gated.gate.open(
      asked({ cookie, 'sec-purpose': 'prefetch;anonymous-client-ip' }),
      reads,
    );

    expect([opened, gated.seen]).toMatchObject([{ outcome: 'refused', status: 503 }, []]);
  });

  it.each([
    ['an address that is too long', 414, asked({}, { url: `${url}?${'x'.repeat(1_024)}` })],
    ['a payment that is too long', 431, asked({ 'payment-signature': 'x'.repeat(8_193) })],
  ])('refuses %s by itself', async (_, status, request) => {
    const gated = await aGate();

    const opened = await gated.gate.open(request, reads);

    expect([opened, gated.seen]).toMatchObject([{ outcome: 'refused', status }, []]);
  });

  it('sets the cookie of a free view where it was served, and not where it failed', async () => {
    const gated = await aGate();
    const price = { ...reads, free: { views: 1, every: 'month' } } as const;
    const open = (headers = {}) => gated.time.settled(gated.gate.open(asked(headers), price));
    const [one, two] = [(await open()) as GatePassed, (await open()) as GatePassed];

    const [served, failed] = [await settled(gated, one, 200), await settled(gated, two, 500)];
    const [, cookie = ''] = served.headers[0] ?? [];
    const again = await open({ cookie: cookie.split(';')[0] });

    expect(cookie).toMatch(/^farthing-free=fv_.*; HttpOnly; SameSite=Lax; Secure$/);
    expect([served.outcome, failed.headers, again.outcome]).toEqual(['served', [], 'refused']);
  });
});

describe('a consent', () => {
  it.each([
    ['\u00e4'.repeat(200), '\u00e4'.repeat(128)],
    [`${'a'.repeat(254)}\u{1f4f0}`, 'a'.repeat(254)],
    ['One\nTwo', 'One Two'],
    ['', undefined],
  ])('tells as much of a description as is taken, in whole characters: %#', async (given, told) => {
    const gated = await aGate();

    const open = gated.gate.open(asked(), { ...reads, description: given });

    expect(await gated.time.settled(open)).toMatchObject({ status: 402 });
    expect(gated.seen[0]?.body['resource']).toEqual({ url, description: told });
  });

  it('pays with the token of the site', async () => {
    const gated = await aGate();
    const cookie = { cookie: `farthing-token=${gated.tokens.asked}` };

    const before = await gated.time.settled(gated.gate.open(asked(cookie), reads));
    if (before.outcome !== 'refused') throw new Error(`it is ${before.outcome}`);
    const opened = await passed(gated, asked(cookie, { consent: consentIn(before) }));
    await settled(gated, opened, 200);

    expect([before.outcome, opened.outcome, await gated.captured()]).toEqual([
      'refused',
      'held',
      1n,
    ]);
  });
});

describe('settings of a gate', () => {
  it.each([
    [{ url: 'farthing' }, /^give the URL of Farthing/],
    [{ origin: 'https://news.example/path' }, /^give origin as https/],
    [{ cookie: 'a b' }, /^give cookie in letters/],
    [{ expiresIn: 901 }, /^give expiresIn from 1 to 900, got 901$/],
    [{ lease: { units: 0 } }, /^give units from 1/],
    [{ lease: { units: 1.5 } }, /^give units as a whole number, got 1.5$/],
    [{ whenUnavailable: 'maybe' as 'serve' }, /^give whenUnavailable as refuse or serve/],
  ])('that cannot be meant throw: %j', async (settings, message) => {
    await expect(aGate(settings)).rejects.toThrow(message);
  });
});
