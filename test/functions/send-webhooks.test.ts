import { describe, expect, it } from '@jest/globals';
import type { SQSEvent } from 'aws-lambda';
import { putEndpoint } from '../../core/webhooks/endpoints.ts';
import { webhooksMessageFrom } from '../../core/webhooks/message.ts';
import { forEachRecord } from '../../functions/middleware/process-batch.ts';
import { sendWebhooks } from '../../functions/send-webhooks/send-webhooks.ts';
import { aShop, issued, money, tenant, up } from '../support/a-shop.ts';

/** A batch of turns, one for each of `keys`. */
const batchOf = (...keys: readonly string[]): SQSEvent =>
  ({
    Records: keys.map((key) => ({
      body: JSON.stringify({ kind: 'send', tenant, key, by: 'work' }),
    })),
  }) as unknown as SQSEvent;

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
});
