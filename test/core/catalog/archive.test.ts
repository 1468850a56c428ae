import { describe, expect, it } from '@jest/globals';
import type { Customer } from '../../../core/catalog/customer.ts';
import { customerAfter } from '../../../core/catalog/customer-after.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { aCustomer } from '../../fixtures/customers.ts';

const reader = { plan: 'reader', from: '2026-01-01' };
const now = timestampOf(Date.UTC(2026, 5, 10));
const archived = (before: Customer | undefined, from?: string) =>
  customerAfter(
    before,
    {
      customer: aCustomer({ subjects: [], archived: true }),
      ...(from === undefined ? {} : { from }),
      now,
      replaces: undefined,
    },
    () => [],
  );

describe('a customer that is archived', () => {
  it('keeps the plans that it had, until the day of the change', () => {
    const before = aCustomer({ plan: [reader, { plan: 'dear', from: '2026-09-01' }] });

    expect(archived(before).plan).toEqual([reader, { plan: null, from: '2026-06-10' }]);
    expect(archived(before, '2026-07-01').plan).toEqual([
      reader,
      { plan: null, from: '2026-07-01' },
    ]);
  });

  it('stays as it is when it is archived again', () => {
    const once = archived(aCustomer({ plan: [reader] }), '2026-06-01');

    expect(archived(once).plan).toEqual([reader, { plan: null, from: '2026-06-01' }]);
  });

  it('has the default plan no more where it had no other', () => {
    expect(archived(aCustomer()).plan).toEqual([{ plan: null, from: '2026-06-10' }]);
  });
});
