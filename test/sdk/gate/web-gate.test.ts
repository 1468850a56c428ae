import { describe, expect, it } from '@jest/globals';
import { gateFetch } from '../../../sdk/src/gate.ts';
import { gateLambda } from '../../../sdk/src/lambda.ts';
import { receipt } from '../support/gating.ts';
import { gated, page, price, spent, url } from '../support/web-gated.ts';

describe('a handler of web requests behind a gate', () => {
  const answering = (request: Request): Response =>
    new Response(`${request.method} ${page}`, {
      headers: {
        'cache-control': 'public',
        'cdn-cache-control': 'max-age=60',
        'set-cookie': 'a=1',
      },
    });

  it('is handed what is paid for, and its answer is private, with the receipt', async () => {
    const parts = await gated();
    const handle = gateFetch(parts.gate, answering, price);

    const answer = await handle(new Request(url, { headers: { cookie: parts.cookie } }));

    expect([answer.status, await answer.text()]).toEqual([200, `GET ${page}`]);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'private',
      'set-cookie': 'a=1',
      'farthing-receipt': receipt,
    });
    expect(answer.headers.has('cdn-cache-control')).toBe(false);
    expect(await spent(parts)).toEqual([1n, 0n]);
  });

  it('is not asked for what is not paid for', async () => {
    const parts = await gated();
    const handled: Request[] = [];
    const handle = gateFetch(parts.gate, (one) => Response.json(handled.push(one)), price);

    const answer = await handle(new Request(url));

    expect([answer.status, handled]).toEqual([402, []]);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Payment /);
  });

  it('is charged for by what it answers: not for a failure, a redirect, or what it throws', async () => {
    const parts = await gated();
    const answers = [Response.json({}, { status: 500 }), Response.redirect('https://b.example')];
    const handle = gateFetch(
      parts.gate,
      () => answers.shift() ?? Promise.reject(new Error('no')),
      price,
    );
    const ask = () => handle(new Request(url, { headers: { cookie: parts.cookie } }));

    const statuses = [(await ask()).status, (await ask()).status];

    expect(statuses).toEqual([500, 302]);
    await expect(ask()).rejects.toThrow('no');
    expect(await spent(parts)).toEqual([0n, 0n]);
  });

  it('is asked as a GET for the page whose consent came', async () => {
    const parts = await gated();

    const request = new Request(url, await parts.posted());

    const answer = await gateFetch(parts.gate, answering, price)(request);

    expect(await answer.text()).toBe(`GET ${page}`);
    expect(await spent(parts)).toEqual([1n, 0n]);
  });

  it('is asked by HEAD and OPTIONS for nothing that has a price', async () => {
    const parts = await gated();
    const handle = gateFetch(parts.gate, answering, (_, path) =>
      path.startsWith('/a/') ? price : undefined,
    );
    const ask = (method: string, path: string) =>
      handle(
        new Request(`https://news.example${path}`, { method, headers: { cookie: parts.cookie } }),
      );

    const [head, options] = [await ask('HEAD', '//%61/1'), await ask('OPTIONS', '/a/1')];
    const free = await ask('OPTIONS', '/free');

    expect([head.status, head.headers.has('payment-required')]).toEqual([402, true]);
    expect([options.status, options.headers.get('allow')]).toEqual([
      204,
      'GET, HEAD, POST, OPTIONS',
    ]);
    expect([await head.text(), await options.text()]).toEqual(['', '']);
    expect(await free.text()).toBe(`OPTIONS ${page}`);
    expect(await spent(parts)).toEqual([0n, 0n]);
  });

  it('has a form of its own whole', async () => {
    const parts = await gated();
    const handle = gateFetch(
      parts.gate,
      async (request) => new Response(await request.text()),
      (request) => (request.method === 'GET' ? price : undefined),
    );
    const { headers } = await parts.posted();
    const before = parts.seen.length;

    const answer = await handle(
      new Request(url, { method: 'POST', headers, body: 'comment=fine' }),
    );

    expect([await answer.text(), parts.seen.length]).toEqual(['comment=fine', before]);
  });
});

describe('a function of Lambda behind a gate', () => {
  const context = { getRemainingTimeInMillis: () => 3_000 };
  const anEvent = (fields: object = {}, method = 'GET') => ({
    ...{
      rawPath: '/a/1',
      rawQueryString: '',
      headers: {},
      isBase64Encoded: false,
    },
    requestContext: { domainName: 'news.example', http: { method } },
    ...fields,
  });

  it.each([
    [
      'an answer',
      { statusCode: 200, headers: { 'Cache-Control': 'public' }, cookies: ['a=1'], body: page },
    ],
    ['plain data', { article: page }],
  ])('charges before it answers: %s', async (_, given) => {
    const parts = await gated();
    const handle = gateLambda(parts.gate, async () => given, price);

    const answer = await handle(anEvent({ cookies: [parts.cookie] }), context);

    expect(answer).toMatchObject({ statusCode: 200, body: expect.stringContaining('the article') });
    expect(answer).toMatchObject({
      headers: { 'cache-control': 'private', 'farthing-receipt': receipt },
    });
    expect(parts.seen[0]?.body['resource']).toEqual({ url });
    expect(await parts.captured()).toBe(1n);
  });

  it('answers 402 in the form of the gateway', async () => {
    const parts = await gated();
    const handle = gateLambda(parts.gate, async () => page, price);

    const answer = await handle(anEvent({ cookies: [], rawQueryString: 'page=2' }), context);

    const lines = { 'www-authenticate': expect.stringMatching(/^Payment /) };
    expect(answer).toMatchObject({ statusCode: 402, headers: lines });
    expect(parts.seen[0]?.body['resource']).toEqual({ url: `${url}?page=2` });
  });

  it.each([
    ['HEAD', 402],
    ['OPTIONS', 204],
  ])('answers %s of what has a price by itself', async (method, statusCode) => {
    const parts = await gated();
    const handle = gateLambda(parts.gate, async () => page, price);

    const answer = await handle(anEvent({ cookies: [parts.cookie] }, method), context);

    expect(answer).toMatchObject({ statusCode, body: '' });
    expect(await spent(parts)).toEqual([0n, 0n]);
  });

  it('has given back what failed before it ends', async () => {
    const parts = await gated();
    const handle = gateLambda(parts.gate, async () => Promise.reject(new Error('no page')), price);

    await expect(handle(anEvent({ cookies: [parts.cookie] }), context)).rejects.toThrow('no page');

    expect(await parts.held()).toBe(0n);
  });

  it('is handed a GET for the page whose consent came', async () => {
    const parts = await gated();
    const methods: string[] = [];
    const handle = gateLambda(
      parts.gate,
      async (event: ReturnType<typeof anEvent>) => {
        methods.push(`${event.requestContext.http.method} ${'body' in event}`);
        return { statusCode: 200, body: page };
      },
      price,
    );
    const { body, headers } = await parts.posted();
    const sent = { headers, body: btoa(body), isBase64Encoded: true };

    const answer = await handle(anEvent({ ...sent, cookies: [headers.cookie] }, 'POST'), context);

    expect([answer, methods]).toMatchObject([{ statusCode: 200 }, ['GET false']]);
    expect(await parts.captured()).toBe(1n);
  });
});
