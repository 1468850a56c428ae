import { describe, expect, it } from '@jest/globals';
import { aPlan, aVersion } from '../fixtures/plans.ts';
import { aMeter } from '../fixtures/usage-events.ts';
import { bill, documentOf, explained, press, sumOf, used } from '../support/explained-lines.ts';
import { aTenancy, views } from '../support/rated-usage.ts';

describe('usage that is filtered, distinct, or priced by the event', () => {
  const bytes = aMeter({
    key: 'bytes',
    eventType: 'download',
    aggregation: 'sum',
    value: 'bytes',
    dimensions: ['format'],
  });
  const readers = aMeter({
    key: 'readers',
    eventType: 'view',
    aggregation: 'unique_count',
    value: 'reader',
  });
  const payments = aMeter({
    key: 'payments',
    eventType: 'payment',
    aggregation: 'sum',
    value: 'amount',
  });
  const plan = aPlan(
    aVersion({
      charges: [
        {
          meter: 'bytes',
          key: 'pdf',
          model: 'per_unit',
          unitPrice: '0.00000001',
          filter: { format: ['pdf'] },
        },
        {
          meter: 'bytes',
          key: 'other',
          model: 'per_unit',
          unitPrice: '0.00000002',
          filter: 'rest',
        },
        {
          meter: 'readers',
          model: 'graduated',
          tiers: [
            { upTo: '1', unitPrice: '1' },
            { upTo: null, unitPrice: '0.5' },
          ],
        },
        {
          meter: 'payments',
          model: 'percentage',
          ratePercent: '1.5',
          fixedPerEvent: '0.25',
          freeEvents: 1,
        },
      ],
    }),
  );

  async function aMonth() {
    const billing = await aTenancy({
      meters: [views, bytes, readers, payments],
      plans: { reader: plan },
      customers: [press],
    });
    const download = (format: string, size: string) =>
      used('2026-01-07T10:00:00Z', {
        type: 'download',
        data: `{"bytes":"${size}","format":"${format}"}`,
      });
    const view = (name: string, day: string) =>
      used(`2026-01-${day}T10:00:00Z`, { data: `{"reader":"${name}"}` });
    const payment = (amount: string, hour: string) =>
      used(`2026-01-08T${hour}:00:00Z`, { type: 'payment', data: `{"amount":"${amount}"}` });
    await billing.use([
      download('pdf', '123456789'),
      download('epub', '1000'),
      view('ada', '01'),
      view('ada', '02'),
      view('bob', '02'),
      payment('10', '10'),
      payment('20', '11'),
    ]);
    await bill(billing, '2026-01', '2026-02-03T00:00:00Z');
    return { billing, invoice: await documentOf(billing, '2026-01') };
  }

  it('shows only what the charge is for', async () => {
    const { billing, invoice } = await aMonth();

    const pdf = await explained(billing, invoice.id, '1');
    const events = await explained(billing, invoice.id, '2', { events: 'true' });

    expect(pdf.tallies).toMatchObject([{ dimensions: { format: 'pdf' }, quantity: '123456789' }]);
    expect(pdf.steps).toMatchObject([{ amount: '1.23456789' }]);
    expect(events.events).toMatchObject([{ value: '1000', dimensions: { format: 'epub' } }]);
    expect(events.price?.charge).toMatchObject({ key: 'other', filter: 'rest' });
  });

  it('says where tallies do not add up, and whose name an event has', async () => {
    const { billing, invoice } = await aMonth();

    const answer = await explained(billing, invoice.id, '3');
    const { events } = await explained(billing, invoice.id, '3', { events: 'true' });

    expect(answer.reason).toBe('2 of readers, in 2 tiers');
    expect(answer.usage).toMatchObject({ quantity: '2', addsUp: false });
    expect(answer.tallies?.map(({ quantity }) => quantity)).toEqual(['1', '2']);
    // Events of one instant are in the order of their identities, which says nothing here.
    expect(events?.map(({ value }) => value).toSorted()).toEqual(['ada', 'ada', 'bob']);
  });

  it('rates again what is rated event by event', async () => {
    const { billing, invoice } = await aMonth();

    const answer = await explained(billing, invoice.id, '4');

    expect(answer.usage).toMatchObject({ quantity: '30', ratedAmount: '0.55' });
    expect(sumOf(answer.steps.map(({ amount }) => amount))).toBe('0.55');
  });
});
