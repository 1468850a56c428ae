import { describe, expect, it } from '@jest/globals';
import { millisecondsPer, type Timestamp, timestampOf } from '../../../core/kernel/timestamp.ts';
import { putEndpoint } from '../../../core/webhooks/endpoints.ts';
import { sentIdOf } from '../../../core/webhooks/event.ts';
import type { Finding } from '../../../core/webhooks/ports.ts';
import { replay } from '../../../core/webhooks/replay.ts';
import { sendTo } from '../../../core/webhooks/send.ts';
import { afterJanuary } from '../../fixtures/invoicing.ts';
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
} from '../../support/a-shop.ts';
import { someBilling } from '../../support/some-billing.ts';
import { someWebhooks } from '../../support/some-webhooks.ts';

describe('books that were restored to an earlier state', () => {
  const key = 'shop';
  const hour = millisecondsPer.hour;
  const restoredTo = timestampOf(afterJanuary + hour);

  /** An endpoint that was sent two invoices; and books that have the first of them, and of `since` another one. */
  async function restored(since: readonly string[]) {
    const shop = await aShop();
    await issued(shop, 'press');
    shop.pass(hour);
    await issued(shop, 'radio');
    await shop.run(everySend);
    const books = someWebhooks(someBilling(afterJanuary));
    await issued(books, 'press');
    books.pass(hour);
    for (const customer of since) await issued(books, customer);
    const { webhooks, outbound } = shop;
    const ports = { ...books, webhooks, outbound };
    const send = () => sendTo(ports, { tenant, key }, 'work');
    return { shop, ports, send, ids: () => idsSent(shop) };
  }

  it.each([
    ['are shorter', []],
    ['have another document where the last was', ['video']],
    ['have grown beyond that', ['video', 'film']],
  ])('park an endpoint, and tell of it, where they %s', async (_, since) => {
    const { ports, send, ids } = await restored(since);

    await send();
    await send();

    const position = await ports.webhooks.position(tenant, key);
    expect(position?.failure).toMatchObject({
      reason: 'the books were restored: replay from the instant of that',
      retryAt: undefined,
    });
    expect([ids().length, ports.notices.length]).toEqual([2, 1]);
  });

  it('are sent from where a person says, each document under an id that none had before', async () => {
    const { shop, ports, send, ids } = await restored(['video', 'film']);
    await send();

    await replay(ports, { tenant, key }, { from: restoredTo });
    await send();
    await send();

    expect(sentBy(shop).map(({ data }) => data.invoice.id)).toHaveLength(4);
    expect(new Set(ids()).size).toBe(4);
  });

  /** Books of one invoice before a part payment, or before two others; and findings beside. */
  async function passedOver(invoices: readonly string[]) {
    const books = someWebhooks(someBilling(afterJanuary));
    const press = await issued(books, 'press');
    books.pass(hour);
    if (invoices.length === 0) await pay(books, press, '4', 'a');
    for (const customer of invoices) await issued(books, customer);
    return books;
  }
  const finding = (seq: number, at: Timestamp): Finding => ({
    ...{ seq, at, type: 'month.closed', data: { period: '2026-01' }, known: {} },
  });

  it.each([
    ['asks for', [...money, 'month.closed' as const]],
    ['passes over', money],
  ])(
    'are known by a block that made no event, also where it %s a finding after it',
    async (_, events) => {
      const before = await passedOver([]);
      const { webhooks, outbound } = before;
      const asked = { key, url: 'https://shop.example/', events, enabled: true };
      await putEndpoint(before, tenant, asked);
      await replay(before, { tenant, key }, { from: afterJanuary });
      await webhooks.append(tenant, finding(1, before.clock.now()));
      await before.run(everySend);
      const sentBefore = outbound.calls.length;
      const now = { ...(await passedOver(['radio', 'video'])), webhooks, outbound };

      await sendTo(now, { tenant, key }, 'work');

      expect((await webhooks.position(tenant, key))?.failure?.reason).toContain('were restored');
      expect(outbound.calls).toHaveLength(sentBefore);
    },
  );

  it.each([
    ['after an endpoint was put, before anything was sent to it', async () => undefined],
    [
      'after a replay from an earlier instant, before its turn',
      async (shop: Awaited<ReturnType<typeof passedOver>>) =>
        replay(shop, { tenant, key }, { from: afterJanuary }),
    ],
    [
      'after a replay from now on',
      async (shop: Awaited<ReturnType<typeof passedOver>>) => {
        shop.pass(1);
        await replay(shop, { tenant, key }, { from: shop.clock.now() });
      },
    ],
  ])('are noticed %s', async (_, moved) => {
    const before = await passedOver([]);
    const { webhooks, outbound } = before;
    const asked = { key, url: 'https://shop.example/', events: money, enabled: true };
    await putEndpoint(before, tenant, asked);
    await before.run(everySend);
    await moved(before);
    const now = { ...(await passedOver(['radio', 'video', 'film'])), webhooks, outbound };

    await sendTo(now, { tenant, key }, 'work');

    expect((await webhooks.position(tenant, key))?.failure?.reason).toContain('were restored');
    expect(outbound.calls).toEqual([]);
  });

  it('are noticed by an event that was not taken, at whose place there is another one', async () => {
    const before = await aShop();
    const { webhooks, outbound } = before;
    await issued(before, 'press');
    outbound.answer = () => down;
    await before.run(everySend);
    const books = someWebhooks(someBilling(afterJanuary));
    await issued(books, 'radio');
    books.pass(hour);

    await sendTo({ ...books, webhooks, outbound }, { tenant, key }, 'work');

    expect((await webhooks.position(tenant, key))?.failure?.reason).toContain('were restored');
    expect(outbound.calls).toHaveLength(1);
  });

  it('keep an endpoint parked that is moved among the findings alone', async () => {
    const { ports, send, ids } = await restored(['video', 'film']);
    const { webhooks } = ports;
    await webhooks.append(tenant, finding(1, ports.clock.now()));
    await webhooks.putLooks({
      ...{ tenant, seq: 1, at: ports.clock.now(), months: {}, revision: 1 },
      quarantine: { latest: ports.clock.now(), isOpen: false },
    });
    const event = sentIdOf({ tenant, anew: [] }, { of: 'findings', seq: 1, index: 0 });
    await send();

    const { position } = await replay(ports, { tenant, key }, { event });
    await send();

    expect(position.failure).toMatchObject({ retryAt: undefined });
    expect(position.failure?.reason).toContain('replay from the instant of that');
    await replay(ports, { tenant, key }, { from: restoredTo });
    await send();
    expect(ids()).toHaveLength(4);
  });

  it('keep the ids of what was there before, and know those of what is there now', async () => {
    const { ports, send, ids } = await restored(['video']);
    await send();
    await replay(ports, { tenant, key }, { from: restoredTo });
    await send();
    const [press = '', radio = '', video = ''] = ids();

    await replay(ports, { tenant, key }, { event: press });
    await send();

    expect(ids().slice(3)).toEqual([press, video]);
    await expect(replay(ports, { tenant, key }, { event: radio })).rejects.toThrow(
      'give the webhook-id of an event that was sent',
    );
  });
});
