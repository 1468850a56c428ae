import { describe, expect, it } from '@jest/globals';
import { emptyHead } from '../../../core/books/fold-head.ts';
import { checkedSeries, defaultSeries } from '../../../core/catalog/series-formats.ts';
import { checkedTreatment, type TaxTreatment } from '../../../core/catalog/tax-treatment.ts';
import type { RejectionCode } from '../../../core/contract/rejection-codes.ts';
import {
  billingPeriod,
  refuseInvoiced,
  refuseUnended,
  tiledBy,
} from '../../../core/invoicing/billing-period.ts';
import { nextNumber } from '../../../core/invoicing/series.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { Rejection } from '../../../core/kernel/rejection.ts';
import { timeZoneFrom, utc } from '../../../core/kernel/time-zone.ts';
import { rfc3339, timestampOf } from '../../../core/kernel/timestamp.ts';
import { decimal } from '../../fixtures/invoicing.ts';

function rejectionOf(work: () => unknown): { code: RejectionCode; message: string } | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof Rejection) return { code: error.code, message: error.message };
    throw error;
  }
}

const codeOf = (work: () => unknown): RejectionCode | undefined => rejectionOf(work)?.code;

describe('a period', () => {
  it.each(['2026', '2026-13', '2026-1', '26-01', '1969-12', '9999-01', '2026-01-01'])(
    'is not named %j',
    (text) => {
      expect(codeOf(() => monthFrom(text))).toBe('period.malformed');
    },
  );

  it('that goes on is not closed, and the refusal says from when it can be', () => {
    const period = billingPeriod(
      monthFrom('2026-03'),
      timeZoneFrom('America/New_York', 'timezone'),
    );

    const rejection = rejectionOf(() => {
      refuseUnended(period, timestampOf(Date.UTC(2026, 3, 1, 3, 59)));
    });

    expect(rejection).toEqual({
      code: 'period.not-ended',
      message:
        'close 2026-03 after it has ended in America/New_York, at 2026-04-01T04:00:00Z: it is 2026-04-01T03:59:00Z now',
    });
    expect(
      codeOf(() => {
        refuseUnended(period, period.end);
      }),
    ).toBeUndefined();
  });

  it('that is invoiced lets no change of plan into it', () => {
    const closed = ['2026-01', '2026-02'].map((month) => billingPeriod(monthFrom(month), utc));
    const changeFrom = (day: number) => () => {
      refuseInvoiced(timestampOf(Date.UTC(2026, 1, day)), closed, '/plan/since');
    };

    expect(codeOf(changeFrom(14))).toBe('period.already-invoiced');
    expect(codeOf(changeFrom(29))).toBeUndefined();
  });

  it('begins where the one before ended, when the time zone was changed in between', () => {
    const inNewYork = billingPeriod(
      monthFrom('2026-01'),
      timeZoneFrom('America/New_York', 'timezone'),
    );
    const inParis = billingPeriod(monthFrom('2026-02'), timeZoneFrom('Europe/Paris', 'timezone'));

    expect(rfc3339(inParis.start)).toBe('2026-01-31T23:00:00Z');
    expect(rfc3339(tiledBy(inParis, [inNewYork]).start)).toBe('2026-02-01T05:00:00Z');
    expect(tiledBy(inParis, [])).toEqual(inParis);
  });
});

describe('a series of numbers', () => {
  const withInvoice = (prefix: string, digits = 6) => ({
    ...defaultSeries,
    invoice: { prefix, digits },
  });

  it.each([
    '',
    '{year}-',
    '=INV-',
    'INV 1-',
    'INV-7',
    'INV-{year}',
    'INV-{month}-',
    'CN-{year}-',
    'CN-2026-',
  ])('does not begin with %j', (prefix) => {
    const isFine = prefix === 'INV';
    expect(codeOf(() => checkedSeries(withInvoice(prefix)))).toBe(
      isFine ? undefined : 'invoice.series-invalid',
    );
  });

  it.each([0, 13, 1.5])('does not have %d digits', (digits) => {
    expect(codeOf(() => checkedSeries(withInvoice('A-', digits)))).toBe('invoice.series-invalid');
  });

  it('goes on from the last number given, and begins again with a year', () => {
    const head = { ...emptyHead, series: [{ name: 'INV-2026-', last: 41 }] };
    const format = checkedSeries(defaultSeries).invoice;

    expect(nextNumber(format, '2026-12-31', head).number).toBe('INV-2026-000042');
    expect(nextNumber(format, '2027-01-01', head).number).toBe('INV-2027-000001');
  });
});

describe('a tax treatment', () => {
  const treatment =
    (category: TaxTreatment['category'], rate: string, exemptionReason?: string) => () =>
      checkedTreatment(
        {
          category,
          rate: decimal(rate),
          ...(exemptionReason === undefined ? {} : { exemptionReason }),
        },
        '/taxes/standard',
      );

  it('has a rate where tax is charged, and a reason where it is not', () => {
    expect(codeOf(treatment('S', '19'))).toBeUndefined();
    expect(codeOf(treatment('Z', '0'))).toBeUndefined();
    expect(codeOf(treatment('L', '0'))).toBeUndefined();
    expect(codeOf(treatment('AE', '0', 'Reverse charge'))).toBeUndefined();
  });

  it.each([
    ['S', '0', undefined],
    ['S', '-1', undefined],
    ['S', '101', undefined],
    ['S', '19.00000000001', undefined],
    ['Z', '7', undefined],
    ['E', '0', undefined],
    ['AE', '0', ' '],
    ['O', '1', 'why'],
  ] as const)('is not category %s with %s %% and the reason %j', (category, rate, reason) => {
    expect(codeOf(treatment(category, rate, reason))).toBe('invoice.tax-invalid');
  });
});
