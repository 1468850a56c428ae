import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isForThisMachine, isFromForeignPage } from '../../local/door.ts';
import { type Runtime, startRuntime } from '../../local/runtime.ts';
import { synthesizedFixture } from './fixture/synthesized.ts';

let runtime: Runtime;
beforeAll(async () => {
  runtime = await startRuntime({ cloudAssembly: synthesizedFixture() });
}, 60_000);
afterAll(async () => {
  await runtime.close();
});

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** As `fetch`, which does not let a `Host` be chosen. */
const ask = (url: string, { method = 'GET', headers = {}, body }: Asked = {}) =>
  new Promise<{ readonly status: number; readonly text: string; readonly cors: unknown }>(
    (resolve, reject) => {
      const outgoing = request(url, { method, headers }, (response) => {
        response
          .toArray()
          .then((chunks) => {
            const cors = response.headers['access-control-allow-origin'];
            const text = Buffer.concat(chunks as Buffer[]).toString();
            resolve({ status: response.statusCode ?? 0, text, cors });
          })
          .catch(reject);
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    },
  );

const page = { origin: 'https://shop.example', 'sec-fetch-site': 'cross-site' };
const engine = (service: string) => runtime.environment[`AWS_ENDPOINT_URL_${service}`] ?? '';
const signed = () => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${runtime.environment['AWS_ACCESS_KEY_ID'] ?? ''}/20260101/us-east-1/x/aws4_request, SignedHeaders=host, Signature=x`,
});
const moving = () => ({ 'content-type': 'application/json', 'local-secret': runtime.secret });
const invocation = '/2015-03-31/functions/Probe/invocations';
const listing = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-target': 'AmazonSQS.ListQueues',
};

describe('the names of this machine', () => {
  it.each([
    '127.0.0.1:8787',
    'localhost',
    'LOCALHOST:1',
    'farthing.localhost:80',
    '[::1]:8787',
    '127.8.8.8',
  ])('has %s', (host) => {
    expect(isForThisMachine({ host })).toBe(true);
  });

  it.each(['shop.example', 'localhost.shop.example', '127.0.0.1.shop.example', '10.0.0.1:80', ''])(
    'has not %s',
    (host) => {
      expect(isForThisMachine({ host })).toBe(false);
    },
  );

  it.each([
    [{ origin: 'http://127.0.0.1:1' }, false],
    [{}, false],
    [{ 'sec-fetch-site': 'same-origin' }, false],
    [{ 'sec-fetch-site': 'none' }, false],
    [{ origin: 'http://127.0.0.1:2' }, true],
    [{ origin: 'null' }, true],
    [{ 'sec-fetch-site': 'same-site' }, true],
    [{ 'sec-fetch-site': 'cross-site' }, true],
  ] as const)('of a request with %j: from a foreign page %j', (headers, isForeign) => {
    expect(isFromForeignPage({ host: '127.0.0.1:1', ...headers })).toBe(isForeign);
  });
});

describe('the clock', () => {
  const move = (headers: Readonly<Record<string, string>>, now = '2031-01-01T00:00:00Z') =>
    ask(`${runtime.url}/v1/clock`, { method: 'POST', headers, body: JSON.stringify({ now }) });

  it.each([
    ['without the secret', { 'content-type': 'application/json' }, 403, 'clock.secret-missing'],
    [
      'with a wrong secret',
      { 'content-type': 'application/json', 'local-secret': 'x' },
      403,
      'clock.secret-missing',
    ],
  ])('is not moved %s', async (_, headers, status, code) => {
    const answer = await move(headers);

    expect([answer.status, JSON.parse(answer.text)]).toMatchObject([status, { code }]);
    expect(runtime.now()).toBeLessThan(Date.UTC(2030, 0));
  });

  it.each(['2031-02-29T00:00:00Z', '2031-01-01T24:00:00Z', '2031-01-01'])(
    'is not moved to %s, which is no time',
    async (now) => {
      const answer = await move(moving(), now);

      expect([answer.status, JSON.parse(answer.text)]).toMatchObject([
        400,
        { code: 'clock.time-malformed' },
      ]);
      expect(runtime.now()).toBeLessThan(Date.UTC(2030, 0));
    },
  );

  it('is not moved by a form, which a page may send to anybody', async () => {
    const answer = await move({ ...moving(), 'content-type': 'text/plain' });

    expect(answer.status).toBe(415);
  });

  it('is not moved or told to a page of another origin, nor is that one told that it might', async () => {
    const asks = { ...page, 'access-control-request-method': 'POST' };
    const answers = [
      await move({ ...moving(), ...page }),
      await ask(`${runtime.url}/v1/clock`, { headers: page }),
      await ask(`${runtime.url}/v1/clock`, { method: 'OPTIONS', headers: asks }),
    ];

    expect(answers.map(({ status, cors }) => [status, cors])).toEqual([
      [403, undefined],
      [403, undefined],
      [403, undefined],
    ]);
    expect(runtime.now()).toBeLessThan(Date.UTC(2030, 0));
  });

  it('is told to whoever is on this machine', async () => {
    expect(await ask(`${runtime.url}/v1/clock`)).toMatchObject({ status: 200 });
  });
});

describe("Lambda's Invoke API", () => {
  const invoke = (headers: Readonly<Record<string, string>>) =>
    ask(`${runtime.url}${invocation}`, { method: 'POST', headers, body: '{"do":"time"}' });

  it('takes the access key of this run, and no other', async () => {
    const other = 'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/lambda/aws4_request';

    expect((await invoke(signed())).status).toBe(200);
    expect((await invoke({ authorization: other })).status).toBe(403);
    expect((await invoke({})).status).toBe(403);
  });

  it('answers no page of another origin', async () => {
    expect((await invoke({ ...signed(), ...page })).status).toBe(403);
  });
});

describe('a request under another name', () => {
  it.each(['/open', '/v1/clock'])('is not answered: %s', async (path) => {
    const answer = await ask(`${runtime.url}${path}`, { headers: { host: 'shop.example' } });

    expect([answer.status, JSON.parse(answer.text)]).toMatchObject([
      421,
      { code: 'local.foreign-request', detail: `send it to ${runtime.url}` },
    ]);
  });
});

describe.each(['DYNAMODB', 'SQS', 'S3'])('the engine of %s', (service) => {
  it.each([
    ['a caller without the access key of this run', () => ({})],
    ['a page of another origin', () => ({ ...signed(), ...page })],
    ['a request under another name', () => ({ ...signed(), host: 'shop.example' })],
  ])('refuses %s', async (_, headers) => {
    const how = service === 'S3' ? { method: 'GET' } : { method: 'POST', body: '{}' };
    const answer = await ask(`${engine(service)}/`, {
      ...how,
      headers: { ...(service === 'S3' ? {} : listing), ...headers() },
    });

    expect([answer.status, answer.cors]).toEqual([403, undefined]);
  });
});
