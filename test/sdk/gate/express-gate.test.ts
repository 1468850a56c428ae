import { request as ask } from 'node:http';
import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { answering, aSite, page, type SiteHandler } from '../support/gated-site.ts';
import { receipt, type SeenAsk } from '../support/gating.ts';

describe('a site of node:http or Express behind a gate', () => {
  it('serves who pays, with the receipt, and lets no shared cache have it', async () => {
    await using site = await aSite(answering);

    const answer = await site.fetch('/a/1', { headers: site.willing });

    expect([answer.status, await answer.text()]).toEqual([200, page]);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      ...{ 'cache-control': 'private', 'set-cookie': 'theme=dark' },
      'farthing-receipt': receipt,
    });
    expect([await site.captured(), site.handled]).toEqual([1n, ['GET /a/1']]);
  });

  it('answers others 402 with what pays, and does not ask the handler', async () => {
    await using site = await aSite(answering);

    const answer = await site.fetch('/a/1');

    expect([answer.status, await answer.json()]).toMatchObject([402, { code: 'payment.required' }]);
    expect(atob(answer.headers.get('payment-required') ?? '')).toContain(`${site.url}/a/1`);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(site.handled).toEqual([]);
  });

  it('leaves on its refusals what was on the answer before, as of CORS', async () => {
    await using site = await aSite(answering);

    const { status, headers } = await site.fetch('/a/1');

    expect([status, headers.get('x-before')]).toEqual([402, '1']);
  });

  it.each(['GET', 'HEAD', 'OPTIONS'])('leaves alone what has no price: %s', async (method) => {
    await using site = await aSite(answering);

    const { headers } = await site.fetch('/free', { method });

    expect([site.seen, headers.get('cache-control')]).toEqual([[], 'public, max-age=600']);
  });

  it('says by HEAD what a page costs, whoever asks, holds nothing and hands nothing on', async () => {
    await using site = await aSite(answering);

    const { status, headers } = await site.fetch('/a/1', { method: 'HEAD', headers: site.willing });

    expect([status, headers.has('payment-required'), site.handled]).toEqual([402, true, []]);
    expect([site.seen[0]?.body['payment'], await site.held()]).toEqual([{}, 0n]);
  });

  it('answers OPTIONS of what has a price by itself, unless the handler answers preflights', async () => {
    await using site = await aSite(answering);
    await using own = await aSite(answering, { settings: { passesOptions: true } });

    const { status, headers } = await site.fetch('/a/1', { method: 'OPTIONS' });
    await own.fetch('/a/1', { method: 'OPTIONS' });

    expect([status, headers.get('allow')]).toEqual([204, 'GET, HEAD, POST, OPTIONS']);
    expect([site.seen, site.handled, own.handled]).toEqual([[], [], ['OPTIONS /a/1']]);
  });

  it.each([
    ...['u@h', 'h:99999', 'a b', 'h/x', 'h?x', 'h#x', 'h\\x', 'h"x', ''].map((host) => [
      host,
      '/a/1',
    ]),
    ['h', `/a/${'\u00e9'.repeat(900)}`],
  ])('answers a wrong host or address by itself: %#, %j', async (host, path) => {
    await using site = await aSite(answering);

    const text = await site.raw(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\n`);

    expect(text).toMatch(/^HTTP\/1[.]1 4(?:00|14) /);
    expect([site.seen, site.handled]).toEqual([[], []]);
  });

  it.each([
    'http://evil/a/1',
    'ftp://evil/a/1',
    '//a/1',
    '/%61/1',
    '/./a/1',
    '/b/%2e%2e/a/1',
    '/a%',
    '/\\a/1',
  ])('has a price by the path that is meant: %s', async (target) => {
    await using site = await aSite(answering, {
      pricing: (_, path) => (/^\/a[/%]/.test(path) ? { meter: 'view' } : undefined),
    });

    const text = await site.raw(`GET ${target} HTTP/1.1\r\nHost: h\r\n`);

    expect([text.slice(9, 12), site.handled]).toEqual(['402', []]);
  });

  it('takes away whatever lets shared caches have what was paid', async () => {
    const names = ['cdn-cache-control', 'cloudflare-cdn-cache-control', 'vercel-cdn-cache-control'];
    const more = [
      'netlify-cdn-cache-control',
      'surrogate-control',
      'edge-control',
      'x-accel-expires',
    ];
    await using site = await aSite((_, response) => {
      for (const name of [...names, ...more]) response.setHeader(name, 'max-age=3600');
      response.setHeader('surrogate-key', 'a').end(page);
    });

    const { headers } = await site.fetch('/a/1', { headers: site.willing });

    expect([...names, ...more].filter((name) => headers.has(name))).toEqual([]);
    expect([headers.get('cache-control'), headers.get('surrogate-key')]).toEqual(['private', 'a']);
  });

  const writing: readonly (readonly [string, SiteHandler])[] = [
    ['at once', (_, response) => void response.writeHead(200, { 'x-own': '1' }).end(page)],
    [
      'with a list of headers',
      (_, response) => void response.writeHead(200, 'Fine', ['x-own', '1']).end(page),
    ],
    [
      'bit by bit',
      (_, response) => {
        response.setHeader('x-own', '1');
        for (const part of page) response.write(part);
        response.end();
      },
    ],
    [
      'as a stream',
      (_, response) => {
        response.setHeader('x-own', '1');
        Readable.from([...page]).pipe(response);
      },
    ],
    [
      'with its headers first',
      (_, response) => {
        response.setHeader('x-own', '1');
        response.flushHeaders();
        setTimeout(() => response.end(page), 20);
      },
    ],
    [
      'with a callback',
      (_, response) => {
        response.setHeader('x-own', '1');
        response.write('<p>', () => response.end('the article</p>'));
      },
    ],
  ];

  it.each(writing)(
    'holds back an answer that is written %s until it is captured',
    async (_, handler) => {
      await using site = await aSite(handler);

      const answer = await site.fetch('/a/1', { headers: site.willing });

      expect([answer.status, await answer.text()]).toEqual([200, page]);
      expect([answer.headers.get('x-own'), answer.headers.has('farthing-receipt')]).toEqual([
        '1',
        true,
      ]);
      expect(await site.captured()).toBe(1n);
    },
  );

  it('sends a stream on as it comes, once it is captured', async () => {
    const { promise: isRead, resolve: read } = Promise.withResolvers<void>();
    await using site = await aSite(async (_, response) => {
      response.write('first');
      await isRead;
      response.end(' last');
    });

    const answer = await site.fetch('/a/1', { headers: site.willing });
    const reader = answer.body?.getReader();
    const first = await reader?.read();
    read();

    expect([answer.headers.has('farthing-receipt'), first?.value?.length]).toEqual([true, 5]);
    await reader?.cancel();
  });

  it('has a large stream wait while it is captured', async () => {
    const parts = Array.from({ length: 64 }, () => 'x'.repeat(65_536));
    let taken = 0;
    await using site = await aSite(
      (_, response) => {
        const counted = function* () {
          for (const part of parts) {
            taken += 1;
            yield part;
          }
        };
        Readable.from(counted(), { objectMode: false, highWaterMark: 65_536 }).pipe(response);
      },
      {
        faultOf: ({ path }) => {
          if (/capture$/.test(path)) expect(taken).toBeLessThan(8);
          return undefined;
        },
      },
    );

    const answer = await site.fetch('/a/1', { headers: site.willing });

    expect((await answer.text()).length).toBe(64 * 65_536);
  });

  it.each([
    ['fails', 500, {}],
    ['finds nothing', 404, {}],
    ['points elsewhere', 302, { location: '/b' }],
  ])(
    'charges nothing where the handler %s, and passes its answer on',
    async (_, status, headers: Record<string, string>) => {
      await using site = await aSite(
        (__, response) => void response.writeHead(status, headers).end('no'),
      );

      const answer = await site.fetch('/a/1', { headers: site.willing });
      await site.gate.idle();

      expect([answer.status, answer.headers.has('farthing-receipt')]).toEqual([status, false]);
      expect([await site.captured(), await site.held()]).toEqual([0n, 0n]);
    },
  );

  it('gives it back where who asked goes away before there is an answer', async () => {
    const { promise: isAsked, resolve: asked } = Promise.withResolvers<void>();
    await using site = await aSite(() => asked());

    const gone = ask(`${site.url}/a/1`, { headers: site.willing });
    gone.on('error', () => undefined).end();
    await isAsked;
    gone.destroy();
    while ((await site.held()) !== 0n) await new Promise((later) => setTimeout(later, 5));

    expect(await site.captured()).toBe(0n);
  });

  it('sends nothing of an answer that could not be charged', async () => {
    const faultOf = ({ path }: SeenAsk) =>
      /capture$/.test(path) ? ({ status: 409, code: 'hold.expired' } as const) : undefined;
    await using site = await aSite(answering, { faultOf });

    const answer = await site.fetch('/a/1', { headers: site.willing });

    expect([answer.status, answer.headers.get('cache-control')]).toEqual([503, 'no-store']);
    expect([answer.headers.get('set-cookie'), answer.headers.get('x-before')]).toEqual([null, '1']);
    expect(await answer.text()).not.toContain('article');
  });

  it('tells what handles errors that it has answered', async () => {
    let isSent: boolean | undefined;
    await using site = await aSite((_, response) => {
      const before = response.headersSent;
      response.end(page);
      isSent = !before && response.headersSent;
    });

    await site.fetch('/a/1', { headers: site.willing });

    expect(isSent).toBe(true);
  });

  it('is asked in the name of the site, whatever host a request names', async () => {
    await using site = await aSite(answering, { settings: { origin: 'https://news.example' } });

    await site.fetch('/a/1?page=2');

    expect(site.seen[0]?.body['resource']).toEqual({ url: 'https://news.example/a/1?page=2' });
  });
});
