import { describe, expect, it } from '@jest/globals';
import { billingPeriod } from '../../../core/invoicing/billing-period.ts';
import {
  chargeFromFee,
  chargesFrom,
  chargesFromCommitment,
} from '../../../core/invoicing/rated-charges.ts';
import { decimalFromInteger } from '../../../core/kernel/decimal.ts';
import { localCalendar } from '../../../core/kernel/local-calendar.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { utc } from '../../../core/kernel/time-zone.ts';
import type { Period } from '../../../core/kernel/timestamp.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import type { Charge } from '../../../core/pricing/charge.ts';
import { feesOf } from '../../../core/pricing/fees.ts';
import type { PlanVersion } from '../../../core/pricing/plan.ts';
import { rate } from '../../../core/pricing/rate.ts';
import { type Stretch, stretchesOf } from '../../../core/pricing/stretches.ts';
import { decimal, exact, nanos } from '../../fixtures/invoicing.ts';

const month = billingPeriod(monthFrom('2026-01'), utc);

const views: Charge = {
  key: 'views',
  meter: 'view',
  filter: { kind: 'all' },
  price: { model: 'per_unit', unitPrice: decimal('0.001') },
  included: decimalFromInteger(0n),
  minimum: undefined,
  maximum: undefined,
  taxCode: undefined,
  description: undefined,
};

const version = (effectiveFrom: string): PlanVersion => ({
  effectiveFrom,
  currency: 'EUR',
  minimumCharge: nanos('0'),
  charges: [views],
  fixedFees: [
    {
      key: 'base',
      amount: decimal('31'),
      description: 'Base fee',
      proration: 'days',
      timing: 'arrears',
      taxCode: 'reduced',
    },
  ],
  minimumCommitment: undefined,
});

const stretches = (within: Period = month): Stretch[] =>
  stretchesOf(
    { name: undefined, versions: [version('2020-01-01'), version('2026-01-11')] },
    { within, month, calendar: localCalendar(utc) },
  );

const whole: Stretch = {
  period: month,
  version: version('2020-01-01'),
  share: { from: 0, to: 31, of: 31 },
};

const rated = (charge: Charge, quantity: string, stretch = whole) =>
  chargesFrom(
    charge,
    rate(charge, { kind: 'quantity', quantity: decimal(quantity) }, stretch.share),
    { plan: 'reader', stretch },
  );

describe('rated charges', () => {
  it('tell quantity and unit price where these say it all', () => {
    expect(rated(views, '1500')).toEqual([
      {
        key: expect.any(String),
        kind: 'usage',
        revenue: { of: 'meter', key: 'view' },
        meter: 'view',
        charge: 'views',
        plan: { key: 'reader', effectiveFrom: '2020-01-01' },
        description: 'views',
        quantity: decimal('1500'),
        unitPrice: decimal('0.001'),
        exact: exact('1.5'),
        taxCode: 'standard',
      },
    ]);
  });

  it('tell the steps where they do not: what is included, tiers, a maximum', () => {
    const [charge] = rated(
      { ...views, included: decimal('500'), maximum: decimal('0.8'), taxCode: 'reduced' },
      '1500',
    );

    expect(charge).toMatchObject({
      quantity: decimal('1500'),
      exact: exact('0.8'),
      taxCode: 'reduced',
      steps: [
        { of: 'units', quantity: decimal('1000'), amount: exact('1') },
        { of: 'maximum', amount: exact('-0.2') },
      ],
    });
    expect(charge).not.toHaveProperty('unitPrice');
  });

  it('bill what is missing to a minimum on a line and an account of its own', () => {
    const [usage, minimum] = rated({ ...views, minimum: decimal('2') }, '1500');

    expect(usage).toMatchObject({ kind: 'usage', exact: exact('1.5') });
    expect(minimum).toMatchObject({
      kind: 'minimum',
      revenue: { of: 'minimum', key: 'views' },
      exact: exact('0.5'),
    });
    expect(minimum?.key).not.toBe(usage?.key);
  });

  it('are told apart by the stretch of the month they are of, and alike each time', () => {
    const keys = () =>
      stretches()
        .flatMap((stretch) => rated(views, '10', stretch))
        .map(({ key }) => key);

    expect(new Set(keys()).size).toBe(2);
    expect(keys()).toEqual(keys());
  });

  it('bill fixed fees stretch by stretch, adding up to the whole', () => {
    const fees = feesOf(stretches()).map((fee) => chargeFromFee('reader', fee));

    expect(fees).toMatchObject([
      { kind: 'fee', exact: exact('10'), taxCode: 'reduced', stretch: { start: month.start } },
      { kind: 'fee', exact: exact('21'), stretch: { end: month.end } },
    ]);
    expect(feesOf([whole]).map((fee) => chargeFromFee('reader', fee))[0]).not.toHaveProperty(
      'stretch',
    );
  });

  it('bill what is missing to a commitment, and nothing where nothing is', () => {
    const place = { plan: 'reader', stretch: whole };

    expect(chargesFromCommitment(exact('3'), place)).toMatchObject([
      { kind: 'minimum', revenue: { of: 'minimum', key: 'commitment' }, exact: exact('3') },
    ]);
    expect(chargesFromCommitment(exact('0'), place)).toEqual([]);
  });

  it('are of stretches that have a price', () => {
    const before: Period = { start: timestampOf(month.start), end: month.end };
    const priceless = { ...whole, period: before, version: undefined };

    expect(() => rated(views, '1', priceless)).toThrow('what is charged has a price');
  });
});
