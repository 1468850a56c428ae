import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { jsonAnswer } from '../../functions/middleware/http.ts';
import { acrossOrigins } from '../../functions/serve-front/cross-origin.ts';
import {
  type FrontServer,
  type FrontServerOptions,
  startFrontServer,
} from '../../functions/serve-front/http-server.ts';

const page = 'https://app.example.com';
let server: FrontServer | undefined;
afterEach(() => server?.close());

async function serving(options: Partial<FrontServerOptions> = {}) {
  const started = await startFrontServer({
    address: '127.0.0.1:0',
    answer: async (asked) => {
      const body = await asked.body();
      const { method, url, headers } = asked;
      return jsonAnswer(200, { method, url, headers, body: body?.toString() ?? 'none' });
    },
    requestsMax: 2,
    full: acrossOrigins(new Set([page]), async () => ({
      ...{ statusCode: 429, headers: { 'retry-after': '2' }, body: '' },
    })),
    bodyBytesMax: 1_000,
    ...options,
  });
  server = started;
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`http://127.0.0.1:${started.port}${path}`, init);
  return { ask, started };
}

const jsonOf = async (response: Response) => (await response.json()) as Record<string, unknown>;

/** A gate that answers wait at. */
function gate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { passed: promise, open: resolve };
}

describe('the front’s server', () => {
  it('hands over method, target, headers and body', async () => {
    const { ask } = await serving();

    const body = await jsonOf(
      await ask('/a%20b?c=d', { method: 'POST', headers: { 'X-One': '1' }, body: 'héllo' }),
    );

    expect(body).toMatchObject({ method: 'POST', url: '/a%20b?c=d', body: 'héllo' });
    expect(body['headers']).toMatchObject({ 'x-one': '1' });
  });

  it('joins the values of a header that is repeated', async () => {
    const { started } = await serving();
    const asked = request({
      port: started.port,
      host: '127.0.0.1',
      headers: { 'x-a': ['1', '2'] },
    });
    const answered = new Promise<string>((resolve, reject) => {
      asked.on('response', (response) => {
        text(response).then(resolve, reject);
      });
    });
    asked.end();

    expect(JSON.parse(await answered)).toMatchObject({ headers: { 'x-a': '1,2' } });
  });

  it('says that a body is too large, and lets the client see the answer', async () => {
    const { ask } = await serving();

    const response = await ask('/', { method: 'POST', body: 'x'.repeat(5_000_000) });

    expect(await jsonOf(response)).toMatchObject({ body: 'none' });
  });

  it('answers who is refused before its body is read once that has come, on a connection that goes on', async () => {
    const { started } = await serving({
      answer: async () => jsonAnswer(401, { message: 'Unauthorized' }),
    });
    const socket = connect(started.port, '127.0.0.1');
    let received = '';
    socket.setEncoding('utf8').on('data', (part: string) => {
      received += part;
    });
    const answers = () => received.match(/HTTP\/1\.1 401/g)?.length ?? 0;
    const half = Buffer.alloc(1_000_000, 'x');
    const answersInTheMiddle: number[] = [];
    for (const ordinal of [1, 2]) {
      socket.write('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 2000000\r\n\r\n');
      socket.write(half);
      await sleep(50);
      answersInTheMiddle.push(answers());
      socket.write(half);
      while (answers() < ordinal) await sleep(10);
    }
    socket.destroy();

    expect(answersInTheMiddle).toEqual([0, 1]);
    expect(answers()).toBe(2);
  });

  it('has its places for others while bodies come slowly that nobody reads', async () => {
    const { ask, started } = await serving({ answer: async () => jsonAnswer(404, {}) });
    const sockets = [1, 2, 3].map(() => {
      const socket = connect(started.port, '127.0.0.1');
      socket.write('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\nhalf');
      return socket;
    });
    await sleep(100);

    expect((await ask('/')).status).toBe(404);
    for (const socket of sockets) socket.destroy();
  });

  it('answers bytes as they are, and nothing to HEAD', async () => {
    const { ask } = await serving({
      answer: async () => ({
        statusCode: 200,
        headers: { 'content-type': 'application/pdf' },
        body: Buffer.from([0, 255]).toString('base64'),
        isBase64Encoded: true,
      }),
    });

    expect([...new Uint8Array(await (await ask('/')).arrayBuffer())]).toEqual([0, 255]);
    const head = await ask('/', { method: 'HEAD' });
    expect([head.headers.get('content-length'), await head.text()]).toEqual(['2', '']);
  });

  it('refuses at once what is more than it works on, and only that, so that a page sees it', async () => {
    const { passed, open } = gate();
    const { ask } = await serving({
      answer: async () => {
        await passed;
        return jsonAnswer(200, {});
      },
    });
    const first = [ask('/'), ask('/')];
    await sleep(100);

    const refused = await ask('/', { headers: { origin: page } });
    open();

    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '2']);
    expect(refused.headers.get('access-control-allow-origin')).toBe(page);
    expect((await Promise.all(first)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await ask('/')).status).toBe(200);
  });

  it('answers what is under way before it closes, and takes nothing new', async () => {
    const { passed, open } = gate();
    const { ask, started } = await serving({
      answer: async () => {
        await passed;
        return jsonAnswer(200, {});
      },
    });
    const underWay = ask('/');
    await sleep(100);

    const closed = started.close();
    await expect(ask('/')).rejects.toThrow();
    open();

    const response = await underWay;
    expect([response.status, response.headers.get('connection')]).toEqual([200, 'close']);
    await closed;
  });

  it('goes on when a client leaves in the middle of its body', async () => {
    const { ask, started } = await serving();
    const socket = connect(started.port, '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\nhalf');
    await sleep(100);
    socket.destroy();
    await sleep(100);

    expect((await ask('/')).status).toBe(200);
  });

  it.each(['', '127.0.0.1', '127.0.0.1:http', ':80', '127.0.0.1:99999'])(
    'does not start on the address "%s"',
    async (address) => {
      await expect(serving({ address })).rejects.toThrow(
        'set AWS_LAMBDA_HTTP_ENDPOINT to host:port',
      );
    },
  );
});
