import { describe, expect, it } from '@jest/globals';
import { documentsIn } from '../../core/books/block.ts';
import { quarantineEntryOf } from '../../core/metering/quarantine/quarantine.ts';
import type { UsageEvent } from '../../core/metering/usage-event.ts';
import { someSettings } from '../fixtures/plans.ts';
import { withBody } from '../support/billed-month.ts';
import {
  aTenant,
  billed,
  interfaceOf,
  invoicesOf,
  runOf,
  viewsOf,
} from '../support/billed-tenant.ts';
import { type SomeBilling, use } from '../support/some-billing.ts';

/** Puts conflicts of these events into quarantine. */
async function quarantined(billing: SomeBilling, events: readonly UsageEvent[]) {
  const entries = events.map((event) =>
    quarantineEntryOf('acme', event, 'conflict', billing.time.now),
  );
  for (const entry of entries) await billing.quarantine.put(entry);
  return entries;
}

describe('a billing run', () => {
  it('bills everybody but whoever has something in quarantine, and that one when it is decided', async () => {
    const billing = await aTenant();
    await use(billing, [...viewsOf('app-1', 4), ...viewsOf('app-2', 4)]);
    const entries = await quarantined(billing, viewsOf('app-1', 3));

    await billed(billing);

    expect(await invoicesOf(billing, { status: 'issued' })).toMatchObject([{ customer: 'radio' }]);
    expect(await runOf(billing)).toMatchObject({
      status: 'done',
      waitingFor: [],
      counts: { closed: 1, parked: 1, open: 0 },
      customers: [{ customer: 'press', status: 'parked', code: 'quarantine-open' }, {}],
    });
    expect(billing.notices).toMatchObject([
      { event: 'billing.parked', code: 'quarantine-open' },
      { event: 'billing.quarantine-open', period: '2026-01' },
    ]);

    for (const entry of entries) {
      await billing.quarantine.put({ ...entry, status: 'dismissed', dismissal: 'no', revision: 2 });
    }
    await billed(billing);

    expect(await runOf(billing)).toMatchObject({
      status: 'done',
      counts: { closed: 2, parked: 0 },
    });
  });

  it.each([
    ['of a subject that nobody pays for', viewsOf('nobody', 3)],
    ['of another month', viewsOf('app-1', 3, '2026-02-03')],
  ])('waits for nothing that is in quarantine %s', async (_, events) => {
    const billing = await aTenant();
    await use(billing, viewsOf('app-1', 4));
    await quarantined(billing, events);

    await billed(billing);

    expect(await runOf(billing)).toMatchObject({
      status: 'done',
      counts: { closed: 2, parked: 0 },
    });
  });

  it('goes on past what is in quarantine where a person overrules it, and the books keep why', async () => {
    const billing = await aTenant();
    await use(billing, viewsOf('app-1', 4));
    await quarantined(billing, viewsOf('app-1', 3));
    const overrides = [{ check: 'quarantine-open', reason: 'test events' }];

    await billed(billing, { period: '2026-01', overrides });

    expect(await runOf(billing)).toMatchObject({ counts: { closed: 2, parked: 0 } });
    const [{ bytes } = { bytes: new Uint8Array() }] = billing.log.blocksOf('acme');
    expect(documentsIn(bytes)[0]).toMatchObject({ overrides });
  });

  it('keeps what a person has overruled of a month that is parked for something else then', async () => {
    const billing = await aTenant({ settings: someSettings({ approval: true }) });
    await use(billing, [...viewsOf('app-1', 4), ...viewsOf('app-2', 4)]);
    await quarantined(billing, viewsOf('app-1', 3));
    const overrides = [{ check: 'quarantine-open', reason: 'test events' }];
    await billed(billing, { period: '2026-01', overrides });

    await billed(billing);
    const drafts = await invoicesOf(billing, { status: 'draft', period: '2026-01' });
    const draft = drafts.find(({ customer }) => customer === 'press');
    await interfaceOf(billing)('POST /v1/invoices/{id}/issue', {
      params: { id: draft?.id ?? '' },
      body: { reason: 'looked at' },
      headers: withBody,
    });

    expect(await runOf(billing)).toMatchObject({ counts: { closed: 1, parked: 1 } });
    const [{ bytes } = { bytes: new Uint8Array() }] = billing.log.blocksOf('acme');
    expect(documentsIn(bytes)[0]).toMatchObject({
      customer: 'press',
      overrides: [...overrides, { check: 'awaiting-approval', reason: 'looked at' }],
    });
  });

  it('waits as a whole for an entry from before entries held one payer', async () => {
    const billing = await aTenant();
    const [event] = viewsOf('app-1', 1);
    if (event === undefined) throw new Error('one view');
    const entry = quarantineEntryOf('acme', event, 'conflict', billing.time.now);
    const { holds: _, ...old } = entry;
    await billing.quarantine.put(old);

    await billed(billing);

    expect(await runOf(billing)).toMatchObject({
      status: 'waiting',
      waitingFor: [{ code: 'quarantine-open' }],
      counts: { closed: 0, parked: 0, open: 2 },
    });
  });
});
