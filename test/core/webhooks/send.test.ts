import { describe, expect, it } from '@jest/globals';
import { creditInvoice } from '../../../core/invoicing/credit-invoice.ts';
import { voidInvoice } from '../../../core/invoicing/void-invoice.ts';
import { millisecondsPer } from '../../../core/kernel/timestamp.ts';
import { putEndpoint, testEndpoint } from '../../../core/webhooks/endpoints.ts';
import { afterJanuary, aPolicy } from '../../fixtures/invoicing.ts';
import {
  aShop,
  down,
  everySend,
  idsSent,
  issued,
  money,
  pay,
  sentBy,
  tenant,
  typesSent,
  up,
} from '../../support/a-shop.ts';
import { someBilling } from '../../support/some-billing.ts';
import { someWebhooks } from '../../support/some-webhooks.ts';

describe('an endpoint', () => {
  it('is sent what it asks for, in the order of the books, each once', async () => {
    const shop = await aShop();
    const first = await issued(shop, 'press');
    const second = await issued(shop, 'radio');
    await pay(shop, first, '10', 'a');
    await voidInvoice(shop.books, tenant, {
      ...{ invoice: second, reason: 'sent twice', afterwards: 'forgive' },
    });

    await shop.run(everySend);
    await shop.run(everySend);

    expect(sentBy(shop).map(({ type, data }) => [type, data.invoice.id])).toEqual([
      ['invoice.issued', first],
      ['invoice.issued', second],
      ['invoice.paid', first],
      ['invoice.voided', second],
    ]);
    expect(new Set(idsSent(shop)).size).toBe(4);
  });

  it('is told what to ask for more with', async () => {
    const shop = await aShop();
    const id = await issued(shop, 'press');

    await shop.run(everySend);

    expect(sentBy(shop)[0]).toMatchObject({
      timestamp: '2026-02-02T00:00:00Z',
      data: {
        invoice: {
          id,
          customer: 'press',
          payer: { customer: 'press' },
          period: '2026-01',
          currency: 'EUR',
          total: '10.00',
          dueAt: '2026-02-17T00:00:00Z',
        },
      },
    });
  });

  it('is not sent what was there before it', async () => {
    const world = someWebhooks(someBilling(afterJanuary));
    await issued(world, 'press');
    const asked = { key: 'late', url: 'https://late.example/', events: money, enabled: true };
    await putEndpoint(world, tenant, asked);
    await issued(world, 'radio');

    await world.run(everySend);

    expect(sentBy(world)).toHaveLength(1);
  });

  it('is not sent what it does not ask for, nor what is another tenant’s', async () => {
    const shop = await aShop(['invoice.paid']);
    const other = { key: 'shop', url: 'https://other.example/', events: money, enabled: true };
    await putEndpoint(shop, 'other', other);
    await issued(shop, 'press');

    await shop.run(everySend);

    expect(shop.outbound.calls).toEqual([]);
  });

  it('that is disabled is sent what happened meanwhile once it is enabled again', async () => {
    const shop = await aShop();
    const asked = { key: 'shop', url: 'https://shop.example/', events: money };
    await putEndpoint(shop, tenant, { ...asked, enabled: false });
    await issued(shop, 'press');
    await shop.run(everySend);
    const before = shop.outbound.calls.length;

    await putEndpoint(shop, tenant, { ...asked, enabled: true });
    await shop.run(everySend);

    expect([before, typesSent(shop)]).toEqual([0, ['invoice.issued']]);
  });
});

describe('invoice.paid', () => {
  it('comes with the payment after which nothing is due, also where it is made when all is paid', async () => {
    const shop = await aShop(['invoice.paid']);
    const id = await issued(shop, 'press');
    await pay(shop, id, '4', 'a');
    await pay(shop, id, '6', 'b');
    await pay(shop, id, '1', 'too much');

    await shop.run(everySend);

    expect(typesSent(shop)).toEqual(['invoice.paid']);
  });

  it('comes with a credit note that takes off what is left', async () => {
    const shop = await aShop(['invoice.paid']);
    const id = await issued(shop, 'press');
    await creditInvoice(shop.books, tenant, {
      policy: aPolicy(),
      request: { invoice: id, key: 'k', reason: 'not delivered', lines: undefined },
    });

    await shop.run(everySend);

    expect(sentBy(shop)).toMatchObject([{ data: { by: { kind: 'credit-note' } } }]);
  });
});

describe('an endpoint that does not take an event', () => {
  it('is sent nothing later before that, and that again under the same id', async () => {
    const shop = await aShop();
    await issued(shop, 'press');
    await issued(shop, 'radio');
    shop.outbound.answer = () => down;
    await shop.run(everySend);
    shop.outbound.answer = () => up;
    shop.pass(millisecondsPer.minute);

    await shop.run(everySend);

    const [failed, again, second] = sentBy(shop);
    expect(sentBy(shop)).toHaveLength(3);
    expect(again).toEqual(failed);
    expect(second?.data.invoice.id).not.toBe(failed?.data.invoice.id);
  });

  it('is not asked before its time', async () => {
    const shop = await aShop();
    await issued(shop, 'press');
    shop.outbound.answer = () => down;
    await shop.run(everySend);
    shop.pass(25_000);

    await shop.run(everySend);

    expect(shop.outbound.calls).toHaveLength(1);
  });

  it('holds up no other endpoint', async () => {
    const shop = await aShop();
    const asked = { key: 'a-second', url: 'https://second.example/', events: money, enabled: true };
    await putEndpoint(shop, tenant, asked);
    await issued(shop, 'press');
    shop.outbound.answer = ({ url }) => (url.includes('shop') ? down : up);

    await shop.run(everySend);

    expect(shop.outbound.calls.map(({ url }) => url).toSorted()).toEqual([
      'https://second.example/',
      'https://shop.example/',
    ]);
  });

  it('is tried for three days with growing waits, then parked and told of', async () => {
    const shop = await aShop();
    await issued(shop, 'press');
    shop.outbound.answer = () => ({ kind: 'failed', reason: 'timeout' });
    for (let minute = 0; minute < 5 * 24 * 60; minute += 10) {
      await shop.run(everySend);
      shop.pass(10 * millisecondsPer.minute);
    }

    const { failure } = (await shop.webhooks.position(tenant, 'shop')) ?? {};
    expect(failure).toMatchObject({ reason: 'timeout', retryAt: undefined });
    expect(shop.outbound.calls.length).toBeGreaterThan(12);
    expect(shop.outbound.calls.length).toBeLessThan(40);
    expect(shop.notices).toMatchObject([{ event: 'webhook.parked', tenant, webhook: 'shop' }]);
  });

  it('is parked at once where it answers 410 Gone', async () => {
    const shop = await aShop();
    await issued(shop, 'press');
    shop.outbound.answer = () => ({ kind: 'answered', status: 410 });

    await shop.run(everySend);
    shop.pass(millisecondsPer.day);
    await shop.run(everySend);

    expect([shop.outbound.calls.length, shop.notices.length]).toEqual([1, 1]);
  });

  it('goes on after a test that it takes, and after one that it does not take it stays', async () => {
    const shop = await aShop();
    await issued(shop, 'press');
    shop.outbound.answer = () => ({ kind: 'answered', status: 410 });
    await shop.run(everySend);
    await testEndpoint(shop, tenant, { key: 'shop', id: '1' });
    await shop.run(everySend);
    const whileGone = typesSent(shop);
    shop.outbound.answer = () => up;

    await testEndpoint(shop, tenant, { key: 'shop', id: '2' });
    shop.pass(millisecondsPer.minute);
    await shop.run(everySend);

    expect(whileGone).toEqual(['invoice.issued', 'webhook.test']);
    expect(typesSent(shop).slice(2)).toEqual(['webhook.test', 'invoice.issued']);
  });

  it('has each attempt listed, the latest first', async () => {
    const shop = await aShop();
    await issued(shop, 'press');
    shop.outbound.answer = () => ({ kind: 'failed', reason: 'ECONNREFUSED' });
    await shop.run(everySend);
    shop.outbound.answer = () => up;
    shop.pass(millisecondsPer.minute);
    await shop.run(everySend);

    const page = { before: undefined, limit: 10 };
    const { deliveries } = await shop.webhooks.deliveries(tenant, 'shop', page);

    expect(deliveries).toMatchObject([
      { outcome: 'delivered', attempt: 2, status: 200 },
      { outcome: 'failed', attempt: 1, reason: 'ECONNREFUSED' },
    ]);
    expect(new Set(deliveries.map(({ event }) => event)).size).toBe(1);
  });
});
