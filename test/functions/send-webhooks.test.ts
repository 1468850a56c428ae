import { describe, expect, it } from '@jest/globals';
import type { SQSEvent } from 'aws-lambda';
import { putEndpoint } from '../../core/webhooks/endpoints.ts';
import { webhooksMessageFrom } from '../../core/webhooks/message.ts';
import { replay } from '../../core/webhooks/replay.ts';
import { forEachRecord } from '../../functions/middleware/process-batch.ts';
import { sendWebhooks } from '../../functions/send-webhooks/send-webhooks.ts';
import { afterJanuary } from '../fixtures/invoicing.ts';
import { aShop, idsSent, issued, money, tenant, up } from '../support/a-shop.ts';

/** A batch of turns, one for each of `keys`; of those `by` the schedule, where it says so. */
const batchOf = (...turns: readonly (string | { key: string; by: 'schedule' })[]): SQSEvent =>
  ({
    Records: turns.map((turn) => {
      const { key, by } = typeof turn === 'string' ? { key: turn, by: 'work' } : turn;
      return { body: JSON.stringify({ kind: 'send', tenant, key, by }) };
    }),
  }) as unknown as SQSEvent;
const bySchedule = { key: 'shop', by: 'schedule' } as const;

async function aShopWithAnother() {
  const shop = await aShop();
  const other = { key: 'other', url: 'https://other.example/', events: money, enabled: true };
  await putEndpoint(shop, tenant, other);
  await issued(shop, 'press');
  const send = sendWebhooks(shop);
  const handle = forEachRecord(({ body }) => send(webhooksMessageFrom(body)));
  return { shop, handle };
}

describe('a batch of turns', () => {
  it('sends to one endpoint while another has not answered yet', async () => {
    const { shop, handle } = await aShopWithAnother();
    const { promise: answered, resolve: answerNow } = Promise.withResolvers<void>();
    const { promise: both, resolve: otherIsSent } = Promise.withResolvers<void>();
    shop.outbound.answer = async ({ url }) => {
      if (url === 'https://shop.example/') await answered;
      else otherIsSent();
      return up;
    };

    const settled = handle(batchOf('shop', 'other'));
    await both;
    const before = (await shop.webhooks.position(tenant, 'shop'))?.next;
    answerNow();

    expect(before).toBeUndefined();
    expect((await settled).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect(shop.outbound.calls).toHaveLength(2);
  });

  it('is one turn where it has more than one for an endpoint, as after a pause', async () => {
    const { shop, handle } = await aShopWithAnother();

    const settled = await handle(batchOf('shop', 'shop', 'shop'));
    await handle(batchOf('shop'));

    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
    expect(shop.outbound.calls).toHaveLength(1);
  });

  it.each([
    ['behind', [bySchedule, 'shop']],
    ['between', [bySchedule, 'shop', bySchedule]],
  ])(
    'goes on with work that stands %s what the schedule asks, which leaves it to whoever is at it',
    async (_, turns) => {
      const { shop, handle } = await aShopWithAnother();
      await handle(batchOf('shop'));
      await issued(shop, 'radio');

      const settled = await handle(batchOf(...turns));

      expect(settled.map(({ status }) => status)).toEqual(turns.map(() => 'fulfilled'));
      expect(shop.outbound.calls).toHaveLength(2);
    },
  );

  it('sends from where a person has moved an endpoint during its turn, and says so once', async () => {
    const { shop, handle } = await aShopWithAnother();
    await handle(batchOf('shop'));
    await issued(shop, 'radio');
    shop.outbound.answer = async () => {
      shop.outbound.answer = () => up;
      await replay(shop, { tenant, key: 'shop' }, { from: afterJanuary });
      return up;
    };

    await handle(batchOf('shop', 'shop', 'shop'));

    const [press, radio, ...rest] = idsSent(shop);
    expect(rest).toEqual([press, radio]);
  });

  it('does the work behind a turn that fails', async () => {
    const { shop, handle } = await aShopWithAnother();
    const { get } = shop.webhooks;
    shop.webhooks.get = async () => {
      shop.webhooks.get = get;
      throw new Error('no table');
    };

    const settled = await handle(batchOf('shop', bySchedule, 'shop'));

    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    expect(shop.outbound.calls).toHaveLength(1);
  });

  it('leaves the work behind a turn that is not over to the message that goes on with it', async () => {
    const { shop, handle } = await aShopWithAnother();
    await issued(shop, 'radio');
    shop.outbound.answer = () => {
      shop.pass(20_000);
      return up;
    };

    await handle(batchOf('shop', 'shop'));

    expect(shop.outbound.calls).toHaveLength(1);
    expect(shop.queue.bodies).toHaveLength(1);
  });
});
