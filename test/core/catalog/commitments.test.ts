import { describe, expect, it } from '@jest/globals';
import { termIn } from '../../../core/catalog/commitments.ts';
import type { Customer } from '../../../core/catalog/customer.ts';
import { lastWithPlan } from '../../../core/catalog/last-with-plan.ts';
import type { DefaultPlan } from '../../../core/catalog/tenant-billing.ts';
import type { CommitmentBody } from '../../../core/contract/catalog/commitment-shapes.ts';
import { exactText } from '../../../core/kernel/exact-amount.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { utc } from '../../../core/kernel/time-zone.ts';

const yearly: CommitmentBody = { from: '2026-04', every: 'year', amount: '120' };
const told = (all: readonly CommitmentBody[], month: string) => {
  const term = termIn(all, monthFrom(month));
  return term === undefined ? undefined : [term.from, term.end, exactText(term.amount)];
};

describe('the term that a month is in', () => {
  it.each([
    ['none before the first', '2026-03', undefined],
    ['the first from its first month', '2026-04', ['2026-04', '2027-03', '120']],
    ['the first up to its last', '2027-03', ['2026-04', '2027-03', '120']],
    ['the next from where that ends', '2027-04', ['2027-04', '2028-03', '120']],
  ])('is %s', (_, month, wanted) => {
    expect(told([yearly], month)).toEqual(wanted);
  });

  it('is for its part of the amount where an end cuts it, by months', () => {
    expect(told([{ ...yearly, until: '2026-09' }], '2026-05')).toEqual([
      ...['2026-04', '2026-08', '50'],
    ]);
    expect(told([{ ...yearly, until: '2026-09' }], '2026-09')).toBeUndefined();
  });

  it('is cut where the next commitment begins', () => {
    const all = [yearly, { from: '2026-07', every: 'quarter', amount: '9' } as const];

    expect(told(all, '2026-06')).toEqual(['2026-04', '2026-06', '30']);
    expect(told(all, '2026-11')).toEqual(['2026-10', '2026-12', '9']);
  });

  it('is for a third of what three share to the last place', () => {
    const quarter = { from: '2026-01', every: 'quarter', amount: '1' } as const;

    expect(told([{ ...quarter, until: '2026-02' }], '2026-01')?.[2]).toBe(
      '0.333333333333333333333333',
    );
  });
});

describe('the last month of a term in which a customer has a plan', () => {
  const term = { from: monthFrom('2026-01'), end: monthFrom('2026-06') };
  const general = { plan: 'small', from: undefined };
  const always = { plan: 'reader', from: '2025-01-01' };

  const cases: readonly (readonly [
    string,
    Customer['plan'],
    DefaultPlan | undefined,
    string | undefined,
  ])[] = [
    ['the last, with a plan that does not end', [always], undefined, '2026-06'],
    ['that in which it ends', [always, { plan: null, from: '2026-03-02' }], undefined, '2026-03'],
    [
      'the one before, where it ends with a first day',
      [always, { plan: null, from: '2026-03-01' }],
      undefined,
      '2026-02',
    ],
    [
      'one after a time without',
      [always, { plan: null, from: '2026-02-01' }, { plan: 'reader', from: '2026-05-20' }],
      undefined,
      '2026-06',
    ],
    [
      'none, where a plan begins after it',
      [{ plan: 'reader', from: '2026-07-01' }],
      undefined,
      undefined,
    ],
    ['the last, with the default plan', undefined, general, '2026-06'],
    ['none without any', undefined, undefined, undefined],
    ['none before the default plan', undefined, { ...general, from: '2026-07-01' }, undefined],
  ];

  it.each(cases)('is %s', (_, plan, defaultPlan, wanted) => {
    const customer = { timezone: utc, ...(plan === undefined ? {} : { plan }) };

    expect(lastWithPlan(customer, term, defaultPlan)).toBe(wanted);
  });

  it('is told by its months, where these begin on a day of its own', () => {
    const plan = [always, { plan: null, from: '2026-03-10' }];

    expect(lastWithPlan({ timezone: utc, billingDay: 15, plan }, term, undefined)).toBe('2026-02');
  });
});
