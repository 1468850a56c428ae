import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { billed } from './support/billing.ts';
import { LocalFarthing } from './support/local-stack.ts';
import { perView, planOf } from './support/refusals.ts';

jest.setTimeout(600_000);

interface Received {
  readonly id: string;
  readonly type: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly answered: number;
}

/** An endpoint on this machine, which can be down for a while. */
async function receiver() {
  const received: Received[] = [];
  const answers = { status: 204 };
  const server: Server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      const headers = request.headers as Record<string, string>;
      const { type } = JSON.parse(body) as { readonly type: string };
      const answered = answers.status;
      received.push({ id: headers['webhook-id'] ?? '', type, body, headers, answered });
      response.writeHead(answered).end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  return { received, answers, url, close: () => server.close() };
}

let farthing: LocalFarthing;
let shop: Awaited<ReturnType<typeof receiver>>;
beforeAll(async () => {
  [farthing, shop] = await Promise.all([LocalFarthing.started(), receiver()]);
});
afterAll(async () => {
  shop.close();
  await farthing.remove();
});

async function asked<Body>(method: string, path: string, body?: object): Promise<Body> {
  const answer = await farthing.request(method, path, body);
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
  return answer.body as Body;
}

async function until(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + 240_000;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(`got ${JSON.stringify(shop.received)}`);
    await sleep(50);
  }
}

/** The library refuses what is older than five minutes by its own clock, which is not the test's. */
function isSigned({ body, headers }: Received, secret: string): boolean {
  const at = new Date(Number(headers['webhook-timestamp']) * 1000);
  const expected = new Webhook(secret).sign(headers['webhook-id'] ?? '', at, body);
  return headers['webhook-signature']?.split(' ').includes(expected) === true;
}

const secretOf = ({ secret }: { readonly secret: string }): string => secret;

describe('an endpoint on a local stack', () => {
  it('gets each invoice in order, again under the same id after it was down, signed also while secrets are rotated', async () => {
    await farthing.setClock('2026-01-16T00:00:00Z');
    await asked('PUT', '/v1/meters/view', { eventType: 'view', aggregation: 'count' });
    const settings = { seller: { name: 'Magazine GmbH' }, approval: false };
    await asked('PUT', '/v1/billing-settings', settings);
    await asked('PUT', '/v1/plans/reader', planOf({ charges: [perView] }));
    for (const key of ['press', 'radio']) {
      // December is not theirs, so that no sweep recounts it.
      const plan = [{ plan: 'reader', from: '2026-01-01' }];
      await asked('PUT', `/v1/customers/${key}`, { name: key, plan });
    }
    const former = secretOf(
      await asked('PUT', '/v1/webhooks/shop', { url: shop.url, events: ['invoice.issued'] }),
    );
    const events = ['press', 'radio'].flatMap((subject) =>
      ['1', '2', '3'].map((id) => ({
        ...{ id: `${subject} ${id}`, source: 'urn:test', type: 'view', subject },
        time: '2026-01-15T10:00:00Z',
      })),
    );
    await asked('POST', '/v1/events', events);
    await farthing.untilSettled();
    shop.answers.status = 503;
    await farthing.setClock('2026-02-02T15:00:00Z', { quietly: true });
    await billed(farthing, '2026-01');

    await farthing.setClock('2026-02-02T16:00:00Z');
    await until(() => shop.received.length > 0);
    await farthing.untilSettled();
    const current = secretOf(await asked('POST', '/v1/webhooks/shop/rotate'));
    shop.answers.status = 204;
    await farthing.setClock('2026-02-02T23:00:00Z');
    const taken = () => shop.received.filter(({ answered }) => answered === 204);
    await until(() => taken().length === 2);
    await farthing.untilSettled();
    const whileDown = shop.received.filter(({ answered }) => answered === 503);

    const { invoices } = await asked<{ invoices: readonly { id: string }[] }>(
      'GET',
      '/v1/invoices',
    );
    const invoiceOf = ({ body }: Received) =>
      (JSON.parse(body) as { data: { invoice: { id: string } } }).data.invoice.id;
    const [first] = taken();
    expect(new Set(whileDown.map(({ id }) => id))).toEqual(new Set([first?.id]));
    expect(new Set(taken().map(invoiceOf))).toEqual(new Set(invoices.map(({ id }) => id)));
    for (const one of whileDown) expect(isSigned(one, former)).toBe(true);
    for (const one of taken()) {
      expect([isSigned(one, former), isSigned(one, current)]).toEqual([true, true]);
    }
    const { deliveries } = await asked<{ deliveries: readonly { outcome: string }[] }>(
      'GET',
      '/v1/webhooks/shop/deliveries',
    );
    expect(deliveries.map(({ outcome }) => outcome)).toEqual([
      ...['delivered', 'delivered'],
      ...whileDown.map(() => 'failed'),
    ]);
  });
});
