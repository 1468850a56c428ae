import { describe, expect, it } from '@jest/globals';
import { millisecondsPer } from '../../../core/kernel/timestamp.ts';
import { appendFinding } from '../../../core/webhooks/append-finding.ts';
import { putEndpoint } from '../../../core/webhooks/endpoints.ts';
import { someWebhooks } from '../../support/some-webhooks.ts';

const tenant = 'acme';
const finding = { type: 'wallet.low', data: { wallet: { id: 'w.1.0', left: '4.99' } } } as const;
const shop = { key: 'shop', url: 'https://shop.example/', enabled: true };

async function asking(events: Parameters<typeof putEndpoint>[2]['events']) {
  const world = someWebhooks();
  await putEndpoint(world, tenant, { ...shop, events });
  const sent = async () => {
    world.pass(millisecondsPer.minute);
    await world.run({ kind: 'send' });
    return world.outbound.calls.map(({ body }) => JSON.parse(body) as object);
  };
  return { ...world, sent };
}

describe('what was found', () => {
  it('is sent to who asks for it, each finding once', async () => {
    const world = await asking(['wallet.low']);

    await appendFinding(world, tenant, finding);
    await appendFinding(world, tenant, finding);

    expect(await world.sent()).toMatchObject([finding, finding]);
    expect(await world.sent()).toHaveLength(2);
  });

  it('by several at once is all sent', async () => {
    const world = await asking(['wallet.low']);

    await Promise.all([1, 2, 3].map(() => appendFinding(world, tenant, finding)));

    expect(await world.sent()).toHaveLength(3);
  });

  it('is put down for nobody who does not ask', async () => {
    const world = await asking(['month.closed']);

    await appendFinding(world, tenant, finding);
    await putEndpoint(world, tenant, { ...shop, events: ['wallet.low'] });

    expect(await world.sent()).toEqual([]);
  });
});
