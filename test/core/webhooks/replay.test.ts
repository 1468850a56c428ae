import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { rotateSecret } from '../../../core/webhooks/endpoints.ts';
import { replay } from '../../../core/webhooks/replay.ts';
import { afterJanuary } from '../../fixtures/invoicing.ts';
import { aShop, everySend, idsSent, issued, tenant, up } from '../../support/a-shop.ts';

describe('a position', () => {
  it('that was lost after the effect makes the event come again, under the same id', async () => {
    const shop = await aShop();
    await issued(shop, 'press');
    const { putPosition } = shop.webhooks;
    shop.webhooks.putPosition = async () => 'unknown';
    await shop.run(everySend);
    shop.webhooks.putPosition = putPosition;

    await shop.run(everySend);

    const [first, second] = idsSent(shop);
    expect(idsSent(shop)).toHaveLength(2);
    expect(second).toBe(first);
  });

  it('that a person has moved while an event was sent stands', async () => {
    const shop = await aShop();
    await issued(shop, 'press');
    await issued(shop, 'radio');
    shop.outbound.answer = async () => {
      shop.outbound.answer = () => up;
      await replay(shop, { tenant, key: 'shop' }, { from: shop.clock.now() });
      return up;
    };
    await shop.run(everySend);
    const moved = (await shop.webhooks.position(tenant, 'shop'))?.next.books;

    expect(moved).toEqual({ seq: 1, index: 0 });
    expect(shop.outbound.calls).toHaveLength(1);
  });
});

describe('a replay', () => {
  async function twoSent() {
    const shop = await aShop();
    await issued(shop, 'press');
    await issued(shop, 'radio');
    await shop.run(everySend);
    const [first = '', second = ''] = idsSent(shop);
    const later = async (asked: Parameters<typeof replay>[2]) => {
      await replay(shop, { tenant, key: 'shop' }, asked);
      await shop.run({ kind: 'send', tenant, key: 'shop', by: 'work' });
      return idsSent(shop).slice(2);
    };
    return { shop, first, second, later };
  }

  it('from an event sends it and all after it again, under their ids', async () => {
    const { first, second, later } = await twoSent();

    expect(await later({ event: first })).toEqual([first, second]);
  });

  it('after an event leaves that out', async () => {
    const { first, second, later } = await twoSent();

    expect(await later({ after: first })).toEqual([second]);
  });

  it('from an instant sends what was recorded from then on', async () => {
    const { first, second, later } = await twoSent();

    expect(await later({ from: afterJanuary })).toEqual([first, second]);
  });

  it('from now on skips all that there is', async () => {
    const { shop, later } = await twoSent();
    shop.pass(1);

    expect(await later({ from: shop.clock.now() })).toEqual([]);
  });

  it.each(['evt_b_9_0_00000000000000000000000000000000', 'evt_f_1_0_ab', 'nothing'])(
    'of %s is refused',
    async (event) => {
      const { later } = await twoSent();

      await expect(later({ event })).rejects.toMatchObject({ code: 'webhook.event-unknown' });
    },
  );
});

describe('a secret', () => {
  it('that was rotated signs beside the new one', async () => {
    const shop = await aShop();
    // The library refuses what is older than five minutes.
    shop.time.now = timestampOf(Date.now());
    const former = shop.endpoint.secrets[0]?.text ?? '';
    const { secret } = await rotateSecret(shop, tenant, 'shop');
    await issued(shop, 'press');

    await shop.run(everySend);

    for (const one of [former, secret]) {
      const [{ body, headers } = { body: '', headers: {} }] = shop.outbound.calls;
      expect(new Webhook(one).verify(body, headers)).toMatchObject({ type: 'invoice.issued' });
    }
  });

  it('is rotated at most four times a day', async () => {
    const shop = await aShop();
    for (let time = 0; time < 4; time += 1) await rotateSecret(shop, tenant, 'shop');

    const rotation = rotateSecret(shop, tenant, 'shop');

    await expect(rotation).rejects.toMatchObject({ code: 'webhook.too-many-secrets' });
  });
});
