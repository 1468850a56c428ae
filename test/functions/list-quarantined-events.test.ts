import { describe, expect, it } from '@jest/globals';
import type { QuarantineEntry } from '../../core/metering/quarantine/ports.ts';
import { quarantineEntryOf } from '../../core/metering/quarantine/quarantine.ts';
import type { UsageEvent } from '../../core/metering/usage-event.ts';
import {
  aListedTenant as aTenant,
  aDay as day,
  eventsOf,
  fates,
} from '../support/listed-events.ts';
import { type SomeBilling, use } from '../support/some-billing.ts';
import { aView } from '../support/unbilled-tenant.ts';

/** Puts an event into quarantine. */
async function setAside(
  { quarantine, clock }: SomeBilling,
  event: UsageEvent,
  fields: Partial<QuarantineEntry> = {},
): Promise<QuarantineEntry> {
  const entry = { ...quarantineEntryOf('acme', event, 'too-old', clock.now()), ...fields };
  await quarantine.put(entry);
  return entry;
}

describe('an event in quarantine', () => {
  it('is listed with its entry, its reason, and what was decided', async () => {
    const { billing, all } = await aTenant();
    const open = await setAside(billing, aView('app-1', '2026-01-14T10:00:00Z'));
    const closed = await setAside(billing, aView('app-1', '2026-01-14T11:00:00Z'), {
      ...{ status: 'dismissed', dismissal: 'a test' },
    });
    await setAside(billing, aView('app-1', '2026-01-13T10:00:00Z'));
    await setAside(billing, aView('other', '2026-01-14T10:00:00Z'));

    const events = await all({ subject: 'app-1', ...day, limit: '1' });

    const quarantinedAt = '2026-01-20T00:00:00Z';
    const { detail, reason } = open;
    expect(events).toMatchObject([
      {
        status: 'quarantined',
        quarantine: {
          ...{ id: closed.id, reason, status: 'dismissed', dismissal: 'a test', quarantinedAt },
        },
      },
      { status: 'quarantined', quarantine: { id: open.id, reason, detail, status: 'open' } },
    ]);
  });

  it('is there beside the one that came first under its identity, at the same instant', async () => {
    const { billing, all } = await aTenant();
    const first = aView('app-1', '2026-01-14T10:00:00Z');
    await use(billing, [first]);
    await setAside(billing, { ...first, data: '{"bytes":1}' }, { reason: 'conflict' });

    const events = await all({ subject: 'app-1', ...day, limit: '1' });

    expect(fates(events)).toEqual(['app-1 quarantined', 'app-1 counted']);
    expect(events[1]).not.toHaveProperty('quarantine');
  });

  it('that was let in is there once, counted, with its entry', async () => {
    const { billing, all } = await aTenant();
    const event = aView('app-1', '2026-01-14T10:00:00Z');
    const { id } = await setAside(billing, event, { status: 'retried' });
    const before = await all({ ...day });
    await use(billing, [event]);

    expect(before).toMatchObject([
      { status: 'quarantined', quarantine: { id, status: 'retried' } },
    ]);
    expect(await all({ ...day, limit: '1' })).toMatchObject([
      { status: 'counted', quarantine: { id, status: 'retried' } },
    ]);
  });

  it('may be one of more than a call looks at, and the answer says so', async () => {
    const { billing, get } = await aTenant();
    const list = async (_: string, page: { readonly after: string; readonly limit: number }) => {
      const from = page.after === '' ? 0 : Number(page.after) + 1;
      const event = aView('other', '2026-01-14T10:00:00Z');
      const entry = quarantineEntryOf('acme', event, 'too-old', billing.clock.now());
      return Array.from({ length: page.limit }, (_one, index) => ({
        ...entry,
        id: String(from + index),
      }));
    };
    const { get: getMany } = eventsOf({ ...billing, quarantine: { ...billing.quarantine, list } });

    expect((await getMany({ subject: 'app-1', ...day })).body).toMatchObject({
      ...{ events: [], quarantinePartial: true },
    });
    expect((await get({ subject: 'app-1', ...day })).body).not.toHaveProperty('quarantinePartial');
  });
});

describe('events under pseudonyms', () => {
  const pseudonym = 'pseudonym:0123456789abcdef';
  const pseudonyms = { find: async () => new Map([['reader-7', pseudonym]]) };

  it('are found by the subject, beside those in clear, and called by it', async () => {
    const { billing } = await aTenant();
    await use(billing, [
      aView('reader-7', '2026-01-14T10:00:00Z'),
      aView(pseudonym, '2026-01-14T11:00:00Z'),
    ]);
    await setAside(billing, aView(pseudonym, '2026-01-14T12:00:00Z'));
    const { all } = eventsOf({ ...billing, pseudonyms });

    expect(fates(await all({ subject: 'reader-7', ...day }))).toEqual([
      'reader-7 quarantined',
      'reader-7 not-billed no-payer',
      'reader-7 not-billed no-payer',
    ]);
  });

  it('are under the pseudonym in a list of all, as no way leads back', async () => {
    const { billing } = await aTenant();
    await use(billing, [aView(pseudonym, '2026-01-14T11:00:00Z')]);
    const { all } = eventsOf({ ...billing, pseudonyms });

    expect(fates(await all({ ...day }))).toEqual([`${pseudonym} not-billed no-payer`]);
    expect(fates(await all({ subject: pseudonym, ...day }))).toHaveLength(1);
  });
});
