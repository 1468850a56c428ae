import { rmSync } from 'node:fs';
import { request as ask, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Runtime, startRuntime } from '../../local/runtime.ts';
import { shopAssembly } from './edge-stack.ts';

let runtime: Runtime;
let folder: string;
beforeAll(async () => {
  folder = shopAssembly();
  runtime = await startRuntime({ cloudAssembly: folder });
});
afterAll(async () => {
  await runtime.close();
  rmSync(folder, { recursive: true });
});

const got = (path: string, init: RequestInit = {}) =>
  fetch(`${runtime.url}${path}`, { redirect: 'manual', ...init });

/** As it is written, without what `fetch` makes of a path. */
async function asWritten(
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }> {
  const { hostname, port } = new URL(runtime.url);
  const { promise, resolve, reject } = Promise.withResolvers<{
    status: number;
    headers: IncomingHttpHeaders;
    body: Buffer;
  }>();
  ask({ hostname, port, path, headers }, (response) => {
    response.setEncoding('latin1');
    text(response).then((body) => {
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        body: Buffer.from(body, 'latin1'),
      });
    }, reject);
  })
    .on('error', reject)
    .end();
  return promise;
}

describe('a distribution', () => {
  it('is at the address of the runtime', () => {
    expect(runtime.outputs['ShopUrl']).toBe(`${runtime.url}/shop/`);
  });

  it('answers with the objects of its bucket, as they were put there, under the headers of its policy', async () => {
    const response = await got('/shop/index.html');

    expect([response.status, await response.text()]).toEqual([200, '<p>shop']);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'content-security-policy': "default-src 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=60; includeSubDomains; preload',
      'x-shop': 'open',
    });
  });

  it('hands everything else on, whatever the method, and adds nothing to its answer', async () => {
    for (const [method, path] of [
      ['POST', '/v1/events'],
      ['GET', '/shopping'],
      ['DELETE', '/shop'],
      ['GET', '/Shop/index.html'],
    ] as const) {
      const response = await got(path, { method });

      expect([response.status, await response.text()]).toEqual([200, `${method} ${path}`]);
      expect(response.headers.get('x-answered')).toBe('by the interface');
      expect(response.headers.has('content-security-policy')).toBe(false);
    }
  });

  it('runs its function before it looks anything up, on what was asked', async () => {
    const index = await got('/shop/');
    const led = await got('/?a=me', { headers: { 'x-who': 'only-' } });

    expect(await index.text()).toBe('<p>shop');
    expect([led.status, led.headers.get('location')]).toEqual([302, '/shop/?for=only-me']);
    expect(led.headers.get('x-frame-options')).toBe('DENY');
  });

  it('answers a HEAD as a GET, without the body', async () => {
    const head = await got('/shop/index.html', { method: 'HEAD' });

    expect([head.status, head.headers.get('content-length')]).toEqual([200, '7']);
    expect(await head.text()).toBe('');
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('refuses a %s of an object', async (method) => {
    expect((await got('/shop/index.html', { method })).status).toBe(403);
  });

  it('says that an object has not changed, compressed or not, and what of it is asked for', async () => {
    const path = '/shop/long%20name.css';
    const [plain, packed] = await Promise.all([
      asWritten(path),
      asWritten(path, { 'accept-encoding': 'br' }),
    ]);
    const again = (etag = '') => asWritten(path, { 'if-none-match': etag });

    expect(packed.headers.etag).toBe(`W/${plain.headers.etag ?? ''}`);
    expect((await again(plain.headers.etag)).status).toBe(304);
    expect((await again(packed.headers.etag)).status).toBe(304);
    expect((await again('"another"')).status).toBe(200);
    const part = await asWritten(path, { range: 'bytes=4-8', 'accept-encoding': 'br' });
    expect([part.status, part.body.toString()]).toEqual([206, 'color']);
  });

  it.each([
    ['br', 'gzip, deflate, br', brotliDecompressSync],
    ['gzip', 'gzip, br;q=0', gunzipSync],
  ])('compresses text with %s for who takes %s', async (encoding, accepts, unpack) => {
    const { headers, body } = await asWritten('/shop/long%20name.css', {
      'accept-encoding': accepts,
    });

    expect([headers['content-encoding'], headers.vary]).toEqual([encoding, 'accept-encoding']);
    expect(unpack(body).toString()).toBe('p { color: teal }'.repeat(100));
  });

  it('leaves what is small as it is', async () => {
    const { headers } = await asWritten('/shop/index.html', { 'accept-encoding': 'br' });

    expect(headers['content-encoding']).toBeUndefined();
  });

  it('says of what is not there that it is not, under the same headers', async () => {
    const { status, headers } = await asWritten('/shop/none.html');

    expect([status, headers['x-frame-options']]).toEqual([404, 'DENY']);
  });

  it.each([
    '/shop/../BUCKET/secret.txt',
    '/shop/../../BUCKET/secret.txt',
    '/shop/%2e%2e/%2e%2e/BUCKET/secret.txt',
    '/shop/..%2f..%2fBUCKET%2fsecret.txt',
    '/shop/.%2e/.%2e/BUCKET/secret.txt',
    '/shop/..%5c..%5cBUCKET%5csecret.txt',
    '/shop/%00',
    '/shop/%E0%A4%A',
    '/shop/?list-type=2',
    '/shop//index.html',
  ])('reaches no other bucket, and nothing but objects: %s', async (path) => {
    const secrets = runtime.outputs['SecretsBucket'] ?? 'none';

    const { status, body } = await asWritten(path.replace('BUCKET', secrets));

    expect(body.toString()).not.toContain('nobody may read');
    expect(body.toString()).not.toContain('ListBucketResult');
    expect(path.includes('list-type') ? 200 : 404).toBe(status);
  });

  it('has its bucket filled once, as the first deploy does it, before the first object is read', async () => {
    await Promise.all([got('/shop/'), got('/shop/')]);

    expect(await (await got('/shop/times.txt')).text()).toBe('1 string Create');
  });

  it('is asked by this machine alone', async () => {
    expect((await asWritten('/shop/', { host: 'shop.example' })).status).toBe(421);
  });
});
