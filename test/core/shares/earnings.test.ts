import { describe, expect, it } from '@jest/globals';
import { exactFrom, exactOf, exactText } from '../../../core/kernel/exact-amount.ts';
import { Earnings } from '../../../core/shares/earnings.ts';
import { storedShare } from '../../../core/shares/share-from.ts';
import { aShare } from '../../fixtures/shares.ts';

/** What each has of 1.00 for `ada`'s work, used on a day. */
function earned(key: string, shares: readonly ReturnType<typeof aShare>[], day = '2026-05-01') {
  const all = new Map(shares.map((record) => [record.key, storedShare(record)]));
  const earnings = new Earnings(all);
  const share = all.get(key);
  if (share === undefined) throw new Error(`no share ${key}`);
  earnings.add(share, { value: 'ada', day, amount: exactFrom('1.00') ?? exactOf(0n) });
  const payees = earnings.payees().map(({ payee, amount }) => `${payee} ${exactText(amount)}`);
  return [...payees, `platform ${exactText(earnings.platform)}`];
}

const authors = aShare('authors', [
  { to: 'value', shares: 70 },
  { to: 'platform', shares: 30 },
]);

describe('who has what', () => {
  it('is the payee that the usage names, and the platform', () => {
    expect(earned('authors', [authors])).toEqual(['ada 0.7', 'platform 0.3']);
  });

  it('goes on through shares that are named: a label, its band, the members', () => {
    const label = aShare('label', [
      { to: 'payee', payee: 'label-inc', feePercent: '10' },
      { to: 'share', share: 'band', shares: 2 },
      { to: 'platform', shares: 1 },
    ]);
    const band = aShare('band', [
      { to: 'payee', payee: 'drums', shares: 1 },
      { to: 'payee', payee: 'voice', shares: 2 },
    ]);

    expect(earned('label', [label, band])).toEqual([
      ...['drums 0.2', 'label-inc 0.1', 'voice 0.4'],
      'platform 0.3',
    ]);
  });

  it('is the platform’s, where fees leave something and nobody has shares of it', () => {
    const agent = aShare('agent', [{ to: 'payee', payee: 'agent', feePercent: '15' }]);

    expect(earned('agent', [agent])).toEqual(['agent 0.15', 'platform 0.85']);
  });

  it('waits under the key of a share that is named and not in force yet, so that it is not lost', () => {
    const label = aShare('label', [{ to: 'share', share: 'band', shares: 1 }]);
    const band = aShare('band', [{ to: 'payee', payee: 'drums', shares: 1 }], '2026-06-01');

    expect(earned('label', [label, band])).toEqual(['share:band 1', 'platform 0']);
    expect(earned('label', [label, band], '2026-06-01')).toEqual(['drums 1', 'platform 0']);
  });

  it('waits, too, where shares came to name one another after they were looked at', () => {
    const a = aShare('a', [{ to: 'share', share: 'b', shares: 1 }]);
    const b = aShare('b', [{ to: 'share', share: 'a', shares: 1 }]);

    expect(earned('a', [a, b])).toEqual(['share:a 1', 'platform 0']);
  });
});
