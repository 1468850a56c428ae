import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nanosOf, nanosText } from '../../../core/kernel/money.ts';
import { nanos } from '../../fixtures/invoicing.ts';
import {
  proposedOf as one,
  proposed,
  type SomeEntry,
  type SomeInvoice,
} from '../../support/bank-proposals.ts';

describe('an entry', () => {
  it('with the number and all that is due is matched exactly', () => {
    expect(one([{ due: '12.5' }], { amount: '12.5', text: 'inv 2026 000001' })).toMatchObject({
      ...{ sureness: 'exact', matched: ['number', 'amount'], customer: 'press' },
      applied: 'INV-2026-000001=12.5',
    });
  });

  it('with an RF reference of the number is matched by that', () => {
    // 98 - mod 97 of the content and RF00, as ISO 11649 has it.
    const references = ['RF94INV2026000001'];

    expect(one([{ due: '12.5' }], { amount: '12.5', references })).toMatchObject({
      ...{ sureness: 'exact', matched: ['reference', 'amount'] },
    });
  });

  it('with the numbers of several pays each of them', () => {
    const text = 'INV-2026-000002, INV-2026-000001';

    expect(one([{ due: '10' }, { due: '5' }], { amount: '15', text })).toMatchObject({
      ...{ sureness: 'exact', applied: 'INV-2026-000001=10 INV-2026-000002=5' },
    });
    expect(one([{ due: '10' }, { due: '5' }], { amount: '12', text })).toMatchObject({
      ...{ sureness: 'likely', applied: 'INV-2026-000001=10 INV-2026-000002=2' },
    });
  });

  it('of more than is due leaves the rest, and is likely', () => {
    const entry = { amount: '20', text: 'INV-2026-000001', name: 'PRESS REVIEW LIMITED' };

    expect(one([{ due: '12.5' }], entry)).toMatchObject({
      ...{ sureness: 'likely', matched: ['number', 'name'], applied: 'INV-2026-000001=12.5' },
      why: '12.50 is due, more came',
    });
  });

  it.each<[string, SomeInvoice[], Partial<SomeEntry>]>([
    ['is paid', [{ due: '0' }], {}],
    ['is void', [{ due: '12.5', isVoid: true }], {}],
    ['is in another currency', [{ due: '12.5', currency: 'USD' }], {}],
    ['is not there', [{ due: '12.5', number: 'INV-2026-000009' }], {}],
    [
      'is one of several payers',
      [{ due: '6.25' }, { due: '6.25', customer: 'radio' }],
      { text: 'INV-2026-000001 INV-2026-000002' },
    ],
  ])('whose number %s is matched with nothing', (_, invoices, entry) => {
    const found = one(invoices, { amount: '12.5', text: 'INV-2026-000001', ...entry });

    expect(found).toMatchObject({ sureness: 'none', applied: '' });
    expect(found?.customer).toBeUndefined();
  });

  it('with a number and a digit behind it is matched with that number, and with no longer one', () => {
    const invoices = [{ due: '1' }, { due: '2', number: 'INV-2026-000012' }];

    expect(one(invoices, { amount: '1', text: 'INV-2026-1 2' })).toMatchObject({
      applied: 'INV-2026-000001=1',
    });
    expect(one(invoices.slice(1), { amount: '2', text: 'INV-2026-1 2' })?.sureness).toBe('none');
  });

  it.each([
    ['one that is due in this amount', '5', 'INV-2026-000002=5'],
    ['all that is due', '22', 'INV-2026-000001=10 INV-2026-000002=5 INV-2026-000003=7'],
    ['the only sum of some', '12', 'INV-2026-000002=5 INV-2026-000003=7'],
  ])('with a name is likely to be for %s', (_, amount, applied) => {
    const open = [{ due: '10' }, { due: '5' }, { due: '7' }];

    expect(one(open, { amount, name: 'press review' })).toMatchObject({
      ...{ sureness: 'likely', matched: ['amount', 'name'], customer: 'press', applied },
    });
  });

  it('with a name is for the first that is due of those in this amount', () => {
    expect(one([{ due: '5' }, { due: '5' }], { amount: '5', name: 'Press Review' })?.applied).toBe(
      'INV-2026-000001=5',
    );
  });

  it('with a name alone is matched with nothing, and the customer is told', () => {
    expect(one([{ due: '10' }], { amount: '3', name: 'Press Review' })).toMatchObject({
      ...{ sureness: 'none', matched: ['name'], candidates: ['press'], applied: '' },
    });
    const sums = [{ due: '3' }, { due: '7' }, { due: '4' }, { due: '6' }, { due: '5' }];
    expect(one(sums, { amount: '10', name: 'Press Review' })?.sureness).toBe('none');
  });

  it('of somebody unknown, or of an amount alone, is matched with nothing', () => {
    expect(one([{ due: '10' }], { amount: '10', name: 'Somebody Else' })).toMatchObject({
      ...{ sureness: 'none', candidates: [] },
    });
    expect(one([{ due: '10' }], { amount: '10' })?.sureness).toBe('none');
  });

  it('that is pending, of nothing, or money out is matched with nothing', () => {
    const text = 'INV-2026-000001';

    expect(
      proposed(
        [{ due: '10' }],
        [
          { amount: '10', text, state: 'pending' },
          { amount: '0', text },
          { amount: '-10', text },
          { amount: '10', text, isReversal: true },
        ],
      ).map(({ sureness, why }) => [sureness, why]),
    ).toEqual([
      ['none', 'the bank has not booked it: pending'],
      ['none', 'no money was moved'],
      ['none', 'money out'],
      ['none', 'money that had gone out came back'],
    ]);
  });

  it('finds due what entries before it have left', () => {
    const text = 'INV-2026-000001';

    expect(
      proposed(
        [{ due: '10' }],
        [
          { amount: '6', text },
          { amount: '4', text },
          { amount: '1', text },
        ],
      ).map(({ sureness, applied }) => [sureness, applied]),
    ).toEqual([
      ['likely', 'INV-2026-000001=6'],
      ['exact', 'INV-2026-000001=4'],
      ['none', ''],
    ]);
  });
});

describe('whatever is due and whatever comes', () => {
  const cents = fc
    .bigInt({ min: 0n, max: 60n })
    .map((units) => nanosText(nanosOf(units * 10_000_000n)));
  const invoices = fc.array(
    fc.record({ due: cents, customer: fc.constantFrom('press', 'radio') }),
    {
      maxLength: 9,
    },
  );
  const text = fc
    .array(fc.integer({ min: 1, max: 9 }), { maxLength: 3 })
    .map((numbers) => numbers.map((number) => `INV-2026-00000${number}`).join(' '));
  const entries = fc.array(
    fc.record({ amount: cents, text, name: fc.constantFrom('Press Review', 'Radio Nord', 'x') }),
    { maxLength: 8 },
  );

  it('no more is proposed of an entry than came, nor for an invoice than is due of it', () => {
    fc.assert(
      fc.property(invoices, entries, (due, came) => {
        const found = proposed(due, came);
        const parts = found.map(({ applied }) =>
          applied === '' ? [] : applied.split(' ').map((part) => part.split('=')),
        );
        const sum = (amounts: readonly (string | undefined)[]) =>
          amounts.reduce((total, amount) => total + nanos(amount ?? '0'), 0n);

        for (const [index, { amount }] of came.entries()) {
          expect(sum((parts[index] ?? []).map(([, part]) => part)) <= nanos(amount)).toBe(true);
        }
        for (const [index, { due: left }] of due.entries()) {
          const mine = parts.flat().filter(([number]) => number === `INV-2026-00000${index + 1}`);
          expect(sum(mine.map(([, part]) => part)) <= nanos(left)).toBe(true);
        }
        expect(proposed(due, came)).toEqual(found);
      }),
      { numRuns: 200 },
    );
  });
});
