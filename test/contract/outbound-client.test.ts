import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  isAllowed,
  type OutboundOptions,
  outboundClient,
  outboundOptions,
} from '../../functions/adapters/outbound-client.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serving(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?x=1`;
}

/** Names that stand for whatever a test says. */
const resolving = (...addresses: readonly string[]) =>
  ((_name: string, _options: object, callback: (...args: unknown[]) => void) => {
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  }) as unknown as NonNullable<OutboundOptions['resolve']>;

const local = outboundClient({ loopback: 'allowed' });
const abroad = outboundClient({ loopback: 'refused' });
const message = { headers: { 'webhook-id': 'evt_1' }, body: '{"é":1}' };

describe('a call', () => {
  it('is answered by whoever switches to another protocol, and by whoever closes without a word', async () => {
    const switching = await serving(() => undefined);
    servers.at(-1)?.on('upgrade', () => undefined);
    servers.at(-1)?.removeAllListeners('request');
    servers.at(-1)?.on('request', (request) => {
      request.socket.end(
        'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n',
      );
    });
    const closing = await serving((request) => {
      request.socket.destroy();
    });

    expect(await local.post(switching, message)).toEqual({ kind: 'answered', status: 101 });
    expect(await local.post(closing, message)).toMatchObject({ kind: 'failed' });
  });

  it('posts the body to the byte, with its headers, and answers the status', async () => {
    const received: unknown[] = [];
    const url = await serving((request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        const { method, headers } = request;
        const body = Buffer.concat(pieces).toString();
        received.push([method, request.url, headers['webhook-id'], body]);
        response.writeHead(202).end('thanks');
      });
    });

    expect(await local.post(url, message)).toEqual({ kind: 'answered', status: 202 });
    expect(received).toEqual([['POST', '/hook?x=1', 'evt_1', '{"é":1}']]);
  });

  it('follows no redirect', async () => {
    let called = 0;
    const elsewhere = await serving((_, response) => {
      called += 1;
      response.end();
    });
    const url = await serving((_, response) => {
      response.writeHead(307, { location: elsewhere }).end();
    });

    expect(await local.post(url, message)).toEqual({ kind: 'answered', status: 307 });
    expect(called).toBe(0);
  });

  it('is given up after its time, also where an answer has begun', async () => {
    const hasty = outboundClient({ loopback: 'allowed', totalMs: 200 });
    const silent = await serving(() => undefined);
    const dripping = await serving((_, response) => {
      response.writeHead(200).write('x');
    });

    expect(await hasty.post(silent, message)).toEqual({ kind: 'failed', reason: 'timeout' });
    expect(await hasty.post(dripping, message)).toEqual({ kind: 'answered', status: 200 });
  });

  it('reads no more than 64 KB of an answer, which counts all the same', async () => {
    let sent = 0;
    const url = await serving((_, response) => {
      response.writeHead(200);
      const more = (): void => {
        if (response.destroyed) return;
        sent += 1;
        response.write(Buffer.alloc(16 * 1024), () => setImmediate(more));
      };
      more();
    });

    expect(await local.post(url, message)).toEqual({ kind: 'answered', status: 200 });
    expect(sent).toBeLessThan(4_096);
  });

  it('says by a word why there was no answer', async () => {
    const url = await serving(() => undefined);
    servers.at(-1)?.close();

    expect(await local.post(url, message)).toEqual({ kind: 'failed', reason: 'ECONNREFUSED' });
  });
});

describe('a call whose answer is read', () => {
  const asked = { headers: { 'stripe-version': 'x' }, body: undefined } as const;

  it('gets the method, the headers and the body, and answers status and text', async () => {
    const seen: unknown[] = [];
    const url = await serving((request, response) => {
      void request.toArray().then((chunks) => {
        const { method, headers } = request;
        const body = Buffer.concat(chunks as Buffer[]).toString();
        seen.push([method, headers['stripe-version'], headers['user-agent'], body]);
        response.writeHead(402, { 'content-type': 'application/json' });
        response.end('{"é":1}');
      });
    });

    const got = await local.call({ method: 'GET', url, ...asked });
    const posted = await local.call({ method: 'POST', url, ...asked, body: 'a=1' });

    expect([got, posted]).toEqual([
      { kind: 'answered', status: 402, body: '{"é":1}' },
      { kind: 'answered', status: 402, body: '{"é":1}' },
    ]);
    expect(seen).toEqual([
      ['GET', 'x', 'Farthing/1', ''],
      ['POST', 'x', 'Farthing/1', 'a=1'],
    ]);
  });

  it('has no answer where that is cut off, too long, or too late', async () => {
    const cutOff = await serving((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"id":');
      setTimeout(() => response.destroy(), 20);
    });
    const endless = await serving((_, response) => {
      const more = (): void => {
        while (response.write(Buffer.alloc(64 * 1024))) {
          if (response.destroyed) return;
        }
      };
      response.on('drain', more);
      more();
    });
    const silent = await serving(() => undefined);
    const hasty = outboundClient({ loopback: 'allowed', totalMs: 50 });

    const answers = [
      await local.call({ method: 'GET', url: cutOff, ...asked }),
      await local.call({ method: 'GET', url: endless, ...asked }),
      await hasty.call({ method: 'POST', url: silent, ...asked, body: 'a=1' }),
    ];

    expect(answers.map(({ kind }) => kind)).toEqual(['failed', 'failed', 'failed']);
    expect(answers[1]).toEqual({ kind: 'failed', reason: 'answer-too-long' });
    expect(answers[2]).toEqual({ kind: 'failed', reason: 'timeout' });
  });

  it('follows no redirect, so that a key is shown to nobody else', async () => {
    let reached = 0;
    const other = await serving((_, response) => {
      reached += 1;
      response.end();
    });
    const url = await serving((_, response) => {
      response.writeHead(302, { location: other });
      response.end();
    });

    expect(await local.call({ method: 'GET', url, ...asked })).toMatchObject({ status: 302 });
    expect(reached).toBe(0);
  });

  it('goes to this machine on a local runtime alone', async () => {
    const url = await serving((_, response) => {
      response.end('{}');
    });

    expect(await abroad.call({ method: 'GET', url, ...asked })).toEqual({
      kind: 'failed',
      reason: 'url-refused',
    });
    expect([local.isHere(url), abroad.isHere(url)]).toEqual([true, false]);
    expect(local.isHere('https://api.stripe.com')).toBe(false);
    expect(local.isHere('http://localhost:1/')).toBe(true);
  });
});

describe('an address', () => {
  it.each([
    ...['127.0.0.1', '127.8.8.8', '0.0.0.0', '10.0.0.1', '172.16.0.1', '172.31.255.255'],
    ...['192.168.1.1', '169.254.169.254', '100.64.0.1', '100.100.100.200', '192.0.0.192'],
    ...['198.18.0.1', '224.0.0.1', '240.0.0.1', '255.255.255.255', '192.0.2.1', '203.0.113.1'],
    ...['::', '::1', 'fe80::1', 'fc00::1', 'fd00:ec2::254', 'ff02::1', 'fec0::1', '2001:db8::1'],
    ...['::ffff:127.0.0.1', '::ffff:8.8.8.8', '::127.0.0.1', '64:ff9b::7f00:1'],
    ...['64:ff9b:1::7f00:1', '2002:7f00:1::', '2001:0:7f00:1::', '100::1', '4000::1', 'nonsense'],
  ])('%s is never called', (address) => {
    expect(isAllowed(address, 'refused')).toBe(false);
  });

  it.each(['8.8.8.8', '93.184.216.34', '172.32.0.1', '2606:4700:4700::1111', '2a00:1450::1'])(
    '%s is public',
    (address) => {
      expect(isAllowed(address, 'refused')).toBe(true);
    },
  );

  it('of this machine is called on a local runtime alone, and no other private one', () => {
    expect(isAllowed('127.0.0.1', 'allowed')).toBe(true);
    expect(isAllowed('::1', 'allowed')).toBe(true);
    expect(isAllowed('10.0.0.1', 'allowed')).toBe(false);
    expect(isAllowed('169.254.169.254', 'allowed')).toBe(false);
    expect(outboundOptions({})).toEqual({ loopback: 'refused' });
    expect(outboundOptions({ OUTBOUND_LOOPBACK: 'allowed' })).toEqual({ loopback: 'allowed' });
  });

  it.each([
    ['one that is not', ['10.1.2.3']],
    ['public ones and one that is not', ['93.184.216.34', '127.0.0.1']],
    ['none', []],
  ])('that a name stands for is looked at: %s', async (_, addresses) => {
    const client = outboundClient({ loopback: 'refused', resolve: resolving(...addresses) });

    expect(await client.post('https://shop.example/', message)).toEqual({
      kind: 'failed',
      reason: 'address-not-public',
    });
  });

  it('that was looked at is the one that is connected to: the name is asked for once', async () => {
    const url = new URL(
      await serving((_, response) => {
        response.writeHead(204).end();
      }),
    );
    let asked = 0;
    const resolve = resolving('127.0.0.1');
    const client = outboundClient({
      loopback: 'allowed',
      resolve: ((...args: Parameters<typeof resolve>) => {
        asked += 1;
        resolve(...args);
      }) as typeof resolve,
    });
    url.hostname = 'shop.example';

    expect(await client.post(url.href, message)).toEqual({ kind: 'answered', status: 204 });
    expect(asked).toBe(1);
  });
});

describe('a URL', () => {
  it.each([
    ['no URL', 'nothing', /give a URL/],
    ['http', 'http://shop.example/', /https/],
    ['another scheme', 'file:///etc/passwd', /https/],
    ['credentials', 'https://a:b@shop.example/', /user and password/],
    ['a fragment', 'https://shop.example/#a', /fragment/],
    ['another port', 'https://shop.example:22/', /port/],
    ['an address of this machine', 'https://127.0.0.1/', /public/],
    ['an address in another notation', 'https://0x7f.1/', /public/],
    ['a private address in brackets', 'https://[fd00::1]/', /public/],
  ])('with %s is refused, and never called', async (_, url, why) => {
    expect(abroad.refusal(url)).toMatch(why);
    expect(await abroad.post(url, message)).toEqual({ kind: 'failed', reason: 'url-refused' });
  });

  it.each(['https://shop.example/a?b=c', 'https://shop.example:8443/', 'https://8.8.8.8/'])(
    'such as %s is taken',
    (url) => {
      expect(abroad.refusal(url)).toBeUndefined();
    },
  );
});
