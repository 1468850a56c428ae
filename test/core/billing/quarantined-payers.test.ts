import { describe, expect, it } from '@jest/globals';
import { quarantinedPayers } from '../../../core/billing/run/quarantined-payers.ts';
import type { Customer } from '../../../core/catalog/customer.ts';
import { putCustomer } from '../../../core/catalog/put-customer.ts';
import { timestampFrom, timestampOf } from '../../../core/kernel/timestamp.ts';
import type { QuarantineEntry } from '../../../core/metering/quarantine/ports.ts';
import { inMemoryCustomers } from '../../fakes/customers.ts';
import { inMemoryQuarantine } from '../../fakes/quarantine.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { aQuarantineEntry } from '../../fixtures/quarantine.ts';
import { aUsageEvent } from '../../fixtures/usage-events.ts';

const at = (text: string) => timestampFrom(text) ?? timestampOf(Number.NaN);
const march = { start: at('2026-03-01T00:00:00Z'), end: at('2026-04-01T00:00:00Z') };
const april = { start: march.end, end: at('2026-05-01T00:00:00Z') };

const press = aCustomer({ key: 'press', subjects: ['app-1'] });
const radio = aCustomer({ key: 'radio', subjects: ['app-2'] });

interface Put extends Partial<QuarantineEntry> {
  readonly subject: string;
  readonly time?: string;
}

/** Customers, each change after the one before it, and what is in quarantine. */
async function aTenant({
  changes = [press, radio],
  puts,
}: {
  readonly changes?: readonly (Customer & { readonly at?: string })[];
  readonly puts: readonly Put[];
}) {
  const [customers, quarantine] = [inMemoryCustomers(), inMemoryQuarantine()];
  for (const { at: time = '2026-01-01T00:00:00Z', ...customer } of changes) {
    await putCustomer(customers, 'acme', { customer, now: at(time), replaces: undefined });
  }
  for (const [index, { subject, time = '2026-03-14T10:00:00Z', ...fields }] of puts.entries()) {
    const event = aUsageEvent({ id: `e-${index}`, subject, occurredAt: at(time) });
    await quarantine.put(aQuarantineEntry({ event, ...fields }));
  }
  return { quarantine, rating: { customers } };
}

/** Of these payers, who waits in March. */
async function whoWaits(
  given: Parameters<typeof aTenant>[0],
  payers = ['press', 'radio', 'subject:app-1', 'subject:app-2', 'subject:app-3'],
): Promise<readonly string[]> {
  const found = await quarantinedPayers(await aTenant(given), 'acme', march);
  return payers.filter((payer) => found.reasonFor(payer, march) !== undefined);
}

describe('what is open in quarantine', () => {
  it('makes its own payer wait, and nobody else', async () => {
    expect(await whoWaits({ puts: [{ subject: 'app-1' }] })).toEqual(['press']);
    expect(await whoWaits({ puts: [{ subject: 'app-1' }, { subject: 'app-2' }] })).toEqual([
      'press',
      'radio',
    ]);
  });

  it('makes a subject wait that nobody pays for, as it may pay for itself', async () => {
    expect(await whoWaits({ puts: [{ subject: 'app-3' }] })).toEqual(['subject:app-3']);
  });

  it('makes nobody wait once it is decided, or where it is of another month', async () => {
    const puts: readonly Put[] = [
      { subject: 'app-1', status: 'dismissed', dismissal: 'no' },
      { subject: 'app-2', status: 'retried' },
      { subject: 'app-1', time: '2026-02-28T23:59:59Z' },
      { subject: 'app-2', time: '2026-04-01T00:00:00Z' },
    ];

    expect(await whoWaits({ puts })).toEqual([]);
  });

  it('goes by who had the subject at its time, whoever has it now', async () => {
    const changes = [
      press,
      { ...radio, subjects: [] },
      { ...press, subjects: [], at: '2026-03-10T00:00:00Z' },
      { ...radio, subjects: ['app-1'], at: '2026-03-20T00:00:00Z' },
    ];
    const waiting = (time: string) => whoWaits({ changes, puts: [{ subject: 'app-1', time }] });

    expect(await waiting('2026-03-05T10:00:00Z')).toEqual(['press']);
    expect(await waiting('2026-03-25T10:00:00Z')).toEqual(['radio']);
  });

  it('makes everybody wait who had the subject between the first of its entries and the last', async () => {
    const changes = [
      press,
      { ...radio, subjects: [] },
      { ...press, subjects: [], at: '2026-03-10T00:00:00Z' },
      { ...radio, subjects: ['app-1'], at: '2026-03-20T00:00:00Z' },
    ];
    const puts = ['2026-03-05T10:00:00Z', '2026-03-25T10:00:00Z'].map((time) => ({
      ...{ subject: 'app-1', time },
    }));

    expect(await whoWaits({ changes, puts }, ['press', 'radio'])).toEqual(['press', 'radio']);
  });

  it('is looked for on every page, and named to whoever waits', async () => {
    const puts: Put[] = Array.from({ length: 2_100 }, (_, index) => ({
      subject: `other-${index % 7}`,
      status: 'retried' as const,
    }));
    puts.push({ subject: 'app-1', id: 'zzz' });

    const found = await quarantinedPayers(await aTenant({ puts }), 'acme', march);

    expect(found.reasonFor('press', march)).toContain('such as zzz, then run the month again');
    expect(found.reasonFor('press', april)).toBeUndefined();
    expect(found.reasonFor('radio', march)).toBeUndefined();
  });

  it('makes everybody wait where it is of more subjects than are remembered', async () => {
    const puts = ['app-1', 'app-2', 'app-3'].map((subject) => ({ subject }));
    const found = async (subjectsMax: number) =>
      quarantinedPayers(await aTenant({ puts }), 'acme', march, subjectsMax);

    expect((await found(2)).everybody).toContain('more subjects than a run can tell apart');
    expect((await found(2)).reasonFor('nobody', march)).toBeDefined();
    expect((await found(3)).everybody).toBeUndefined();
  });

  it('makes everybody wait, as it did, where it is from before entries held one payer', async () => {
    const old = quarantineOf('app-1', { id: 'old' });
    const tenant = await aTenant({ puts: [{ subject: 'app-2' }] });
    await tenant.quarantine.put(old);

    const found = await quarantinedPayers(tenant, 'acme', march);

    expect(found.everybody).toBe(
      'retry or dismiss what is in quarantine of the month, such as old',
    );
    expect((await quarantinedPayers(tenant, 'acme', april)).everybody).toBeUndefined();
  });
});

/** An entry as it was written when there was no word of whom it holds. */
function quarantineOf(subject: string, fields: Partial<QuarantineEntry>): QuarantineEntry {
  const event = aUsageEvent({ subject, occurredAt: at('2026-03-14T10:00:00Z') });
  const { holds: _, ...entry } = aQuarantineEntry({ event, ...fields });
  return entry;
}
