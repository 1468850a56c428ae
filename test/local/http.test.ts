import { type OutgoingHttpHeaders, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Runtime, startRuntime } from '../../local/runtime.ts';
import { synthesizedFixture } from './fixture/synthesized.ts';

type Json = Record<string, never>;

let runtime: Runtime;
const log: string[] = [];
beforeAll(async () => {
  runtime = await startRuntime({
    cloudAssembly: synthesizedFixture(),
    onLog: (line) => log.push(line),
  });
}, 60_000);
afterAll(async () => {
  await runtime.close();
});

const get = (path: string, init?: RequestInit): Promise<Response> =>
  fetch(`${runtime.url}${path}`, init);
/** `fetch` joins repeated headers before they are sent. */
const rawGet = (path: string, headers: OutgoingHttpHeaders): Promise<Json> =>
  new Promise((resolve, reject) => {
    request(`${runtime.url}${path}`, { headers }, (response) => {
      response
        .toArray()
        .then((chunks) => {
          resolve(JSON.parse(Buffer.concat(chunks as Buffer[]).toString()) as Json);
        })
        .catch(reject);
    })
      .on('error', reject)
      .end();
  });
const json = async (response: Response): Promise<Json> => (await response.json()) as Json;
const answering = (answer: unknown): string =>
  `/open?answer=${encodeURIComponent(JSON.stringify(answer))}`;

describe('an HTTP request as a function sees it', () => {
  it('has names in lower case, repeated values joined by commas, cookies apart', async () => {
    const headers = { 'X-Two': ['a', 'b'], Cookie: ['c=1', 'd=2'] };

    const event = await rawGet('/open?x=1&y=%C3%A4+b&x=2', headers);

    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'ANY /open',
      rawPath: '/open',
      rawQueryString: 'x=1&y=%C3%A4+b&x=2',
      queryStringParameters: { x: '1,2', y: 'ä b' },
      cookies: ['c=1', 'd=2'],
      headers: { 'x-two': 'a,b' },
      requestContext: {
        stage: '$default',
        http: { method: 'GET', path: '/open', sourceIp: '127.0.0.1' },
      },
    });
    expect(event['headers']).not.toHaveProperty('cookie');
    expect(event).not.toHaveProperty('body');
  });

  it('has JSON as text, and bytes that are no text in base64', async () => {
    const post = (type: string, body: string | Uint8Array<ArrayBuffer>): Promise<Json> =>
      get('/open', { method: 'POST', headers: { 'content-type': type }, body }).then(json);

    const [text, cloudEvent, bytes, broken] = await Promise.all([
      post('application/json; charset=utf-8', '{"ä":1}'),
      post('application/cloudevents+json', '{}'),
      post('application/octet-stream', new Uint8Array([0, 255, 1])),
      post('application/json', new Uint8Array([0x22, 0xff, 0x22])),
    ]);

    expect(text).toMatchObject({ body: '{"ä":1}', isBase64Encoded: false });
    expect(cloudEvent).toMatchObject({ body: '{}', isBase64Encoded: false });
    expect(bytes).toMatchObject({ body: 'AP8B', isBase64Encoded: true });
    expect(broken).toMatchObject({ body: 'Iv8i', isBase64Encoded: true });
  });

  it('has a compressed body in base64, whatever its type', async () => {
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };

    const event = await json(await get('/open', { method: 'POST', headers, body: 'abc' }));

    expect(event).toMatchObject({ body: 'YWJj', isBase64Encoded: true });
  });

  it('has path parameters decoded, with slashes only in the greedy ones', async () => {
    const thing = await json(await get('/things/a%2Fb%20c'));
    const file = await json(await get('/files/x/y%20z'));

    expect(thing).toMatchObject({ pathParameters: { id: 'a/b c' }, rawPath: '/things/a%2Fb%20c' });
    expect(file).toMatchObject({ pathParameters: { path: 'x/y z' } });
  });
});

describe('what a function returns', () => {
  it('becomes status, headers, cookies and bytes', async () => {
    const answer = {
      statusCode: 201,
      headers: { 'X-A': 1 },
      cookies: ['a=1', 'b=2'],
      body: 'AP8=',
      isBase64Encoded: true,
    };

    const response = await get(answering(answer));

    expect(response.status).toBe(201);
    expect(response.headers.get('x-a')).toBe('1');
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0, 255]);
  });

  it('is JSON with status 200 when it names no status', async () => {
    const response = await get(answering({ hello: 'world' }));

    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'application/json',
    ]);
    expect(await response.json()).toEqual({ hello: 'world' });
  });

  it.each([[{ statusCode: 'nonsense' }], [{ statusCode: 200, body: { not: 'text' } }]])(
    'is a 500 when it is malformed: %j',
    async (answer) => {
      const response = await get(answering(answer));

      expect([response.status, await response.json()]).toEqual([
        500,
        { message: 'Internal Server Error' },
      ]);
    },
  );

  it('is a 500 when it throws', async () => {
    const response = await get('/fails');

    expect([response.status, await response.json()]).toEqual([
      500,
      { message: 'Internal Server Error' },
    ]);
    expect(log.join('\n')).toContain('GET /fails: SlowAnswer failed');
  });
});

describe("the gateway's own answers", () => {
  it.each([
    ['/nowhere', 'GET'],
    ['/things/', 'GET'],
    ['/things/1', 'DELETE'],
  ])('%s %s is not found', async (path, method) => {
    const response = await get(path, { method });

    expect([response.status, await response.json()]).toEqual([404, { message: 'Not Found' }]);
  });

  it.each([
    ['over 10 MB', 10 * 1024 * 1024 + 1],
    ['over 6 MB once in an event', 5 * 1024 * 1024],
  ])('a body %s is too long', async (_, bytes) => {
    const response = await get('/open', { method: 'POST', body: new Uint8Array(bytes) });

    expect([response.status, await response.json()]).toEqual([
      413,
      { message: 'Request Too Long' },
    ]);
  });

  it('asks for CORS only as configured, and lets functions have no say', async () => {
    const asking = { origin: 'https://example.org', 'access-control-request-method': 'GET' };

    const preflight = await get('/guarded', { method: 'OPTIONS', headers: asking });
    const own = await get(
      answering({
        statusCode: 200,
        headers: { 'access-control-allow-origin': 'https://evil.example' },
      }),
    );
    const foreign = await get('/open', { headers: { origin: 'https://evil.example' } });

    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('https://example.org');
    expect(preflight.headers.get('access-control-allow-methods')).toBe('GET,POST');
    expect(own.headers.get('access-control-allow-origin')).toBeNull();
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('an authorizer', () => {
  const guarded = (authorization?: string): Promise<Response> =>
    get('/guarded', authorization === undefined ? {} : { headers: { authorization } });
  const lambdaOf = async (response: Response): Promise<Record<string, unknown>> =>
    (
      (await json(response)) as unknown as {
        requestContext: { authorizer: { lambda: Record<string, unknown> } };
      }
    ).requestContext.authorizer.lambda;

  it('is not asked when there is no identity', async () => {
    const response = await guarded();

    expect([response.status, await response.json()]).toEqual([401, { message: 'Unauthorized' }]);
  });

  it('denies', async () => {
    const response = await guarded('go away');

    expect([response.status, await response.json()]).toEqual([403, { message: 'Forbidden' }]);
  });

  it('gives the function its context', async () => {
    const context = await lambdaOf(await guarded('let me in'));

    expect(context).toMatchObject({ identity: 'let me in', type: 'REQUEST' });
    expect(context['routeArn']).toMatch(
      /^arn:aws:execute-api:us-east-1:\d+:\w+\/\$default\/GET\/guarded$/,
    );
  });

  it('is asked again only when its time to live is over', async () => {
    const asked = async (): Promise<unknown> =>
      (await lambdaOf(await guarded('let me in again')))['asked'];
    const first = await asked();

    const soon = await asked();
    runtime.setClock(runtime.now() + 61_000);
    const later = await asked();
    runtime.setClock(undefined);

    expect(soon).toBe(first);
    expect(later).not.toBe(first);
  });

  it('that breaks is a 500, and is not remembered', async () => {
    const first = await guarded('break');
    const second = await guarded('break');

    expect([first.status, second.status]).toEqual([500, 500]);
    expect(log.filter((line) => line.includes('the authorizer failed'))).toHaveLength(2);
  });
});
