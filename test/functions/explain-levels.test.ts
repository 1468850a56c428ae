import { describe, expect, it } from '@jest/globals';
import type { PlanBody, PlanVersionBody } from '../../core/contract/catalog/plan-shapes.ts';
import type { Meter } from '../../core/metering/meter.ts';
import { aPlan, aVersion } from '../fixtures/plans.ts';
import { aMeter } from '../fixtures/usage-events.ts';
import { bill, documentOf, explained, press, used } from '../support/explained-lines.ts';
import { aTenancy } from '../support/rated-usage.ts';

const seats = (fields: Partial<Meter>) =>
  aMeter({ key: 'seats', eventType: 'seats', value: 'value', ...fields });
const change = (time: string, value: string, subject = 'app-1') =>
  used(time, { type: 'seats', subject, data: JSON.stringify({ value }) });
const perSeat = (effectiveFrom: string, unitPrice: string, more: Partial<PlanVersionBody> = {}) =>
  aVersion({
    effectiveFrom,
    charges: [{ meter: 'seats', model: 'per_unit', unitPrice }],
    ...more,
  });
const twice = aPlan(perSeat('2020-01-01', '1'), perSeat('2026-01-16', '2'));

async function billedJanuary(meter: Meter, plan: PlanBody, times: ReturnType<typeof change>[]) {
  const billing = await aTenancy({
    meters: [meter],
    plans: { reader: plan },
    customers: [press],
  });
  await billing.use(times);
  await bill(billing, '2026-01', '2026-02-03T00:00:00Z');
  const { lines } = await documentOf(billing, '2026-01');
  return { billing, lines, line: (id: string) => explained(billing, 'INV-2026-000001', id) };
}

describe('a line of a level', () => {
  it('leads to what it was opened with, and to each change since', async () => {
    const { line } = await billedJanuary(seats({ aggregation: 'weighted_sum' }), twice, [
      change('2026-01-10T00:00:00Z', '10'),
      change('2026-01-24T12:00:00Z', '2', 'app-2'),
    ]);

    const first = await line('1');
    const second = await line('2');

    expect(first.usage).toMatchObject({ quantity: '1.935483870968', addsUp: true });
    expect(first.usage).not.toHaveProperty('opening');
    expect(first.tallies).toMatchObject([{ subject: 'app-1', quantity: '1.935483870968' }]);
    // Of 7.5 days of 31, two; and ten, over the 16 days of the stretch.
    expect(second.reason).toBe('5.645161290322 of seats at 2 each');
    expect(second.usage).toMatchObject({
      quantity: '5.645161290322',
      opening: { level: '10', quantity: '5.16129032258' },
    });
    expect(second.tallies).toMatchObject([{ subject: 'app-2', quantity: '0.483870967742' }]);
    expect(second.usage).not.toHaveProperty('difference');
  });

  it('leads to the level of the month before where the meter begins with that', async () => {
    const meter = seats({ aggregation: 'weighted_sum', opensWith: 'previous' });
    const { line } = await billedJanuary(meter, aPlan(perSeat('2020-01-01', '1')), [
      change('2025-11-10T00:00:00Z', '3'),
    ]);

    const { usage, tallies } = await line('1');

    expect(usage).toMatchObject({ quantity: '3', opening: { level: '3', quantity: '3' } });
    expect(tallies).toEqual([]);
  });

  it('leads to the month that it has its share of, and to all that counts for that', async () => {
    const { line } = await billedJanuary(seats({ aggregation: 'unique_count' }), twice, [
      change('2026-01-03T00:00:00Z', 'ann'),
      change('2026-01-20T00:00:00Z', 'ann'),
      change('2026-01-20T00:00:00Z', 'bob'),
    ]);

    const { usage, tallies } = await line('1');

    expect(usage).toMatchObject({
      quantity: '0.967741935484',
      monthQuantity: '2',
      addsUp: false,
    });
    expect(tallies?.map(({ start, quantity }) => [start.slice(0, 10), quantity])).toEqual([
      ['2026-01-03', '1'],
      ['2026-01-20', '2'],
    ]);
  });

  it('leads to the trailing window of each day, and to what was used in them, also before the month', async () => {
    const window = { rolling: 'P7D', statistic: 'max' } as const;
    const { line } = await billedJanuary(seats({ aggregation: 'unique_count', window }), twice, [
      change('2025-12-30T00:00:00Z', 'ann'),
      change('2026-01-03T00:00:00Z', 'bob'),
      change('2026-01-20T00:00:00Z', 'ann'),
    ]);

    const { usage, tallies } = await line('1');

    expect(usage).toMatchObject({ monthQuantity: '2', addsUp: false, window });
    expect(usage?.windows).toHaveLength(31);
    expect(usage?.windows?.[2]).toEqual({
      ...{ start: '2025-12-28T00:00:00Z', end: '2026-01-04T00:00:00Z', quantity: '2' },
    });
    expect(tallies?.map(({ start, quantity }) => [start.slice(0, 10), quantity])).toEqual([
      ['2025-12-30', '1'],
      ['2026-01-03', '1'],
      ['2026-01-20', '1'],
    ]);
  });

  it('that nothing cuts is explained as one, and so is the commitment that goes on over it', async () => {
    const plan = aPlan(
      perSeat('2020-01-01', '1', { minimumCommitment: '31' }),
      perSeat('2026-01-16', '1', {
        minimumCommitment: '31',
        fixedFees: [{ key: 'base', amount: '0', description: 'Base fee' }],
      }),
    );
    const { line, lines } = await billedJanuary(seats({ aggregation: 'max' }), plan, [
      change('2026-01-20T00:00:00Z', '4'),
    ]);

    expect(lines.map(({ kind }) => kind)).toEqual(['usage', 'minimum', 'fee']);
    expect(await line('1')).toMatchObject({
      reason: '4 of seats at 1 each',
      stretch: { days: 31, daysOfMonth: 31 },
      usage: { quantity: '4' },
    });
    expect((await line('2')).reason).toBe(
      'raises what all charges came to, 4, to the commitment of 31',
    );
  });

  it('tells what came late by its share', async () => {
    const { billing, line } = await billedJanuary(seats({ aggregation: 'weighted_sum' }), twice, [
      change('2026-01-10T00:00:00Z', '10'),
    ]);
    await billing.use([change('2026-01-01T00:00:00Z', '31', 'app-2')]);

    const { usage } = await line('2');

    expect(usage).toMatchObject({ quantity: '21.16129032258', difference: { quantity: '16' } });
  });
});
