import { describe, expect, it } from '@jest/globals';
import type { WebhookKind } from '../../../core/contract/webhooks/kinds.ts';
import { voidInvoice } from '../../../core/invoicing/void-invoice.ts';
import type { Month } from '../../../core/kernel/month.ts';
import { millisecondsPer, type Timestamp, timestampOf } from '../../../core/kernel/timestamp.ts';
import { putEndpoint } from '../../../core/webhooks/endpoints.ts';
import { type LookPlace, look } from '../../../core/webhooks/look.ts';
import { type LookMessage, webhooksMessageFrom } from '../../../core/webhooks/message.ts';
import { someSettings } from '../../fixtures/plans.ts';
import { aQuarantineEntry } from '../../fixtures/quarantine.ts';
import { aTenant, billed, viewsOf } from '../../support/billed-tenant.ts';
import { type SomeBilling, use } from '../../support/some-billing.ts';
import { someWebhooks } from '../../support/some-webhooks.ts';

const tenant = 'acme';

/** An endpoint that asks for one kind alone. */
async function asking(kind: WebhookKind, billing?: SomeBilling) {
  const world = someWebhooks(billing);
  const asked = { key: 'shop', url: 'https://shop.example/', events: [kind], enabled: true };
  await putEndpoint(world, tenant, asked);
  const sent = () =>
    world.outbound.calls.map(
      ({ body }) => JSON.parse(body) as { readonly type: string; readonly data: object },
    );
  const looked = async (at: 'months' | 'quarantine') => {
    await world.run({ kind: 'look', at });
    world.pass(millisecondsPer.minute);
    await world.run({ kind: 'send' });
    return sent().map(({ data }) => data);
  };
  return { ...world, looked };
}

describe('month.closed', () => {
  it('comes once, when the last payer’s month is closed', async () => {
    const billing = await aTenant({ settings: someSettings({ approval: false }) });
    const { looked } = await asking('month.closed', billing);
    const before = await looked('months');
    await use(billing, [...viewsOf('app-1', 8), ...viewsOf('app-2', 4)]);
    for (const period of ['2025-11', '2025-12', '2026-01']) await billed(billing, { period });

    const after = await looked('months');
    const again = await looked('months');

    expect(before).toEqual([]);
    expect(after).toContainEqual(expect.objectContaining({ period: '2026-01', payers: 2 }));
    expect(again).toEqual(after);
  });

  it('does not come for a month that was closed before anybody asked for it', async () => {
    const billing = await aTenant({ settings: someSettings({ approval: false }) });
    await use(billing, viewsOf('app-1', 8));
    const world = someWebhooks(billing);
    const url = 'https://shop.example/';
    const before = { key: 'ledger', url, events: ['invoice.voided' as const], enabled: true };
    await putEndpoint(world, tenant, before);
    await billed(billing);
    world.pass(millisecondsPer.hour);
    const asked = { key: 'shop', url, events: ['month.closed' as const], enabled: true };
    await putEndpoint(world, tenant, asked);

    await world.run({ kind: 'look', at: 'months' });
    world.pass(millisecondsPer.minute);
    await world.run({ kind: 'send' });

    expect(world.outbound.calls).toEqual([]);
  });

  it('does not come while anybody’s month is open', async () => {
    const billing = await aTenant({ settings: someSettings({ approval: true }) });
    const { looked } = await asking('month.closed', billing);
    await use(billing, viewsOf('app-1', 8));
    await billed(billing);

    expect(await looked('months')).toEqual([]);
  });

  it('comes again where a month was opened and closed again', async () => {
    const billing = await aTenant({ settings: someSettings({ approval: false }) });
    const { looked, pass } = await asking('month.closed', billing);
    await use(billing, [...viewsOf('app-1', 8), ...viewsOf('app-2', 4)]);
    await billed(billing);
    const first = (await looked('months')).length;
    const invoice = await firstInvoice(billing);
    pass(millisecondsPer.hour);
    await voidInvoice(billing.books, tenant, {
      ...{ invoice, reason: 'wrong', afterwards: 'rebill' },
    });
    const whileOpen = (await looked('months')).length;
    await billed(billing);

    expect([whileOpen, (await looked('months')).length]).toEqual([first, first + 1]);
  });

  async function firstInvoice({ log }: SomeBilling): Promise<string> {
    const { documentsIn } = await import('../../../core/books/block.ts');
    const { blocks } = await log.read(tenant, 0);
    const found = blocks
      .flatMap(({ bytes }) => documentsIn(bytes))
      .find(({ kind }) => kind === 'invoice');
    return found?.id ?? '';
  }
});

describe('quarantine.opened', () => {
  const entry = (id: string, at: Timestamp) =>
    aQuarantineEntry({ id, tenant, reason: 'conflict', quarantinedAt: at });

  it('says how many are open, and comes again for newer ones alone', async () => {
    const { looked, quarantine, clock, pass } = await asking('quarantine.opened');
    await quarantine.put(entry('a', clock.now()));
    await quarantine.put(entry('b', clock.now()));
    const first = await looked('quarantine');
    const unchanged = await looked('quarantine');
    pass(millisecondsPer.hour);
    await quarantine.put(entry('c', clock.now()));

    const last = await looked('quarantine');

    expect(first).toEqual([{ open: 2, latest: '2026-02-03T00:00:00Z', reasons: ['conflict'] }]);
    expect(unchanged).toEqual(first);
    expect(last.slice(1)).toMatchObject([{ open: 3 }]);
  });

  it('comes for an entry that came late, where all others were decided', async () => {
    const { looked, quarantine, clock } = await asking('quarantine.opened');
    const old = entry('a', clock.now());
    await quarantine.put(old);
    await looked('quarantine');
    await quarantine.put({ ...old, status: 'dismissed', dismissal: 'no', revision: 2 });
    await looked('quarantine');
    await quarantine.put(entry('late', timestampOf(clock.now() - millisecondsPer.day)));

    expect(await looked('quarantine')).toHaveLength(2);
  });

  it('does not come while nothing is open', async () => {
    const { looked } = await asking('quarantine.opened');

    expect(await looked('quarantine')).toEqual([]);
  });
});

describe('a look at a large tenant', () => {
  it('at its months goes on where it stopped, and finds what it would have found at once', async () => {
    const billing = await aTenant({ settings: someSettings({ approval: false }) });
    const world = await asking('month.closed', billing);
    await use(billing, [...viewsOf('app-1', 8), ...viewsOf('app-2', 4)]);
    for (const period of ['2025-11', '2025-12', '2026-01']) await billed(billing, { period });
    const pieces = await lookedInPieces(world, 'months');

    const found = await world.looked('quarantine');

    expect(pieces).toBeGreaterThan(2);
    expect(found).toContainEqual(expect.objectContaining({ period: '2026-01', payers: 2 }));
    expect(await world.looked('months')).toEqual(found);
  });

  it('at its quarantine counts all pages, and tells once', async () => {
    const world = await asking('quarantine.opened');
    const count = 2_500;
    for (let index = 0; index < count; index += 1) {
      const id = String(index).padStart(4, '0');
      const reason = index === 0 ? 'too-old' : 'conflict';
      await world.quarantine.put(
        aQuarantineEntry({ id, tenant, reason, quarantinedAt: world.clock.now() }),
      );
    }
    const pieces = await lookedInPieces(world, 'quarantine');

    const found = await world.looked('quarantine');

    expect(pieces).toBe(3);
    expect(found).toEqual([
      { open: count, latest: '2026-02-03T00:00:00Z', reasons: ['conflict', 'too-old'] },
    ]);
  });

  it('is a message for each piece, which says where it goes on', async () => {
    const from = {
      ...{ month: '2026-01' as Month, after: 'press', count: 7 },
      ...{ latest: timestampOf(5), reasons: ['conflict'] },
    };
    const message = { kind: 'look', at: 'months', tenant, from };

    expect(webhooksMessageFrom(JSON.stringify({ version: 1, ...message }))).toEqual(message);
  });

  /** One payer, or page, after the other; how many pieces it took. */
  async function lookedInPieces(
    world: Parameters<typeof look>[0],
    at: 'months' | 'quarantine',
  ): Promise<number> {
    let from: LookPlace | undefined;
    for (let pieces = 1; ; pieces += 1) {
      from = await look(world, tenant, { at, from }, 1);
      if (from === undefined) return pieces;
      // As the message has it.
      const body = JSON.stringify({ kind: 'look', at, tenant, from });
      from = (webhooksMessageFrom(body) as LookMessage).from;
    }
  }
});

describe('a look', () => {
  it('that died after it wrote down what it found is not made again', async () => {
    const world = await asking('quarantine.opened');
    await world.quarantine.put(
      aQuarantineEntry({ id: 'a', tenant, quarantinedAt: world.clock.now() }),
    );
    const { putLooks } = world.webhooks;
    world.webhooks.putLooks = async () => 'unknown';
    await look(world, tenant, { at: 'quarantine' });
    world.webhooks.putLooks = putLooks;

    expect(await world.looked('quarantine')).toHaveLength(1);
  });

  it('is not made for a tenant that does not ask for what it finds', async () => {
    const world = await asking('invoice.issued');
    world.webhooks.looks = async () => {
      throw new Error('nobody looks');
    };

    await expect(world.run({ kind: 'look', at: 'quarantine' })).resolves.toBeUndefined();
  });
});
