import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Account, accountFrom, accountName } from '../../../core/books/account.ts';

const key = fc.oneof(
  fc.string({ unit: 'binary' }).map((text) => text.toWellFormed()),
  fc.constantFrom('', ':', 'fee', 'fee:base', '%3A', 'a:carry', 'receivable'),
);

const anAccount: fc.Arbitrary<Account> = fc.oneof(
  fc.record({ kind: fc.constantFrom('receivable' as const, 'carry' as const), customer: key }),
  fc.record({ kind: fc.constant('tax' as const), code: key }),
  fc.record({ kind: fc.constant('cash' as const), rail: key }),
  fc.record({
    kind: fc.constant('revenue' as const),
    source: fc.record({
      of: fc.constantFrom('meter' as const, 'fee' as const, 'minimum' as const, 'other' as const),
      key,
    }),
  }),
);

describe('account names', () => {
  it('are told apart, whatever the keys are: each is read back as the account it names', () => {
    fc.assert(
      fc.property(anAccount, (account) => {
        expect(accountFrom(accountName(account))).toEqual(account);
      }),
      { numRuns: 500 },
    );
  });

  it('read well for keys of letters, digits and dashes', () => {
    const meter = { kind: 'revenue', source: { of: 'meter', key: 'views' } } as const;
    const fee = { kind: 'revenue', source: { of: 'fee', key: 'base' } } as const;

    expect(accountName({ kind: 'carry', customer: 'press-review' })).toBe(
      'customer:press-review:carry',
    );
    expect(accountName(meter)).toBe('revenue:views');
    expect(accountName(fee)).toBe('revenue:fee:base');
  });

  it('keep a meter named fee apart from fees', () => {
    const meter = { kind: 'revenue', source: { of: 'meter', key: 'fee:base' } } as const;

    expect(accountName(meter)).toBe('revenue:fee%3Abase');
  });

  it.each(['', 'customer', 'customer:a', 'customer:a:b', 'tax', 'tax:a:b', 'tax:%zz', 'tax:a b'])(
    'are not %j',
    (text) => {
      expect(accountFrom(text)).toBeUndefined();
    },
  );
});
