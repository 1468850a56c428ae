import { describe, expect, it } from '@jest/globals';
import { Rejection } from '../../../core/kernel/rejection.ts';
import type { Meter } from '../../../core/metering/meter.ts';
import { planFrom } from '../../../core/pricing/plan-from.ts';
import { checkMeters } from '../../../core/pricing/plan-meters.ts';

const aMeter = (more: Partial<Meter>): Meter => ({
  key: 'paid',
  eventType: 'payment',
  aggregation: 'sum',
  value: 'amount',
  dimensions: ['card'],
  filter: { status: ['settled'] },
  sinceVersion: 1,
  ...more,
});
const payments = aMeter({ key: 'payments', aggregation: 'count' });

function refusalOf(charge: object, ...meters: readonly Meter[]): string | undefined {
  const plan = planFrom({
    versions: [
      { effectiveFrom: '2026-01-01', currency: 'EUR', charges: [{ meter: 'paid', ...charge }] },
    ],
  });
  if (plan instanceof Rejection) throw plan;
  try {
    checkMeters(plan, new Map(meters.map((meter) => [meter.key, meter])));
  } catch (error) {
    if (error instanceof Rejection) return `${error.code} ${error.param}`;
    throw error;
  }
  return undefined;
}

const perUnit = { model: 'per_unit', unitPrice: '1' };
const percentage = {
  model: 'percentage',
  ratePercent: '1',
  fixedPerEvent: '0.1',
  countMeter: 'payments',
};

describe('the meters of a plan', () => {
  it('may add up anything that is priced by the unit', () => {
    expect(refusalOf(perUnit, aMeter({ aggregation: 'unique_count' }))).toBeUndefined();
  });

  it('must exist', () => {
    expect(refusalOf(perUnit)).toBe('meter.not-found /versions/0/charges/0/meter');
    expect(refusalOf(percentage, aMeter({}))).toBe(
      'meter.not-found /versions/0/charges/0/countMeter',
    );
  });

  it.each([
    { model: 'dynamic' },
    { model: 'percentage', ratePercent: '1' },
    { model: 'graduated_percentage', tiers: [{ upTo: null, ratePercent: '1' }] },
  ])('must sum up money for $model', (charge) => {
    expect(refusalOf(charge, aMeter({ aggregation: 'max' }))).toBe(
      'plan.meter-unsuited /versions/0/charges/0/meter',
    );
    expect(refusalOf(charge, aMeter({}))).toBeUndefined();
  });

  it('must have the dimensions a filter names', () => {
    expect(refusalOf({ ...perUnit, filter: { card: ['visa'] } }, aMeter({}))).toBeUndefined();
    expect(refusalOf({ ...perUnit, filter: { colour: ['red'] } }, aMeter({}))).toBe(
      'plan.dimension-unknown /versions/0/charges/0/filter',
    );
  });

  it('that count events must count the same ones', () => {
    const unsuited = 'plan.meter-unsuited /versions/0/charges/0/countMeter';

    expect(refusalOf(percentage, aMeter({}), payments)).toBeUndefined();
    expect(refusalOf(percentage, aMeter({}), { ...payments, aggregation: 'sum' })).toBe(unsuited);
    expect(refusalOf(percentage, aMeter({}), { ...payments, eventType: 'refund' })).toBe(unsuited);
    expect(refusalOf(percentage, aMeter({}), { ...payments, filter: {} })).toBe(unsuited);
    expect(refusalOf(percentage, aMeter({}), { ...payments, dimensions: [] })).toBe(unsuited);
  });
});
