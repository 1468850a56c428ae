import { describe, expect, it } from '@jest/globals';
import { catchUpAndCheck } from '../../core/books/check.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { aBilledWallet } from '../support/a-billed-wallet.ts';

const given = { kind: 'promotional', amount: '0.20', priority: 10 };
const bought = { amount: '20.00', rail: 'bank', reference: 'T-1' };
const linesOf = (invoice: Record<string, unknown>) =>
  (invoice['lines'] as Record<string, string>[]).map(({ kind, exactAmount }) => [
    kind,
    exactAmount,
  ]);

describe('the invoice of a payer with a wallet', () => {
  it('takes off what given money paid, before tax, and says what bought money paid', async () => {
    const { billing, wallet, charge, bill } = await aBilledWallet();
    await wallet('grants', given);
    await wallet('top-ups', bought);
    for (let count = 0; count < 15; count += 1) await charge(1);

    const invoice = await bill('2026-01');

    // Fifteen views are 1.785 with tax, of which 0.20 were given: 1.585 are to be paid.
    expect(linesOf(invoice)).toEqual([
      ['usage', '1.5'],
      ['given', '-0.168067226'],
      ['rounding', '-0.001932774'],
    ]);
    expect(invoice).toMatchObject({
      ...{ subtotal: '1.33', total: '1.58', prepaid: '1.58', payable: '0.00' },
      wallet: { bought: '1.58', given: '0.17' },
    });
    expect((await catchUpAndCheck(billing, 'acme')).faults).toEqual([]);
  });

  it('comes to nothing where all of it was given', async () => {
    const { wallet, charge, bill, billing } = await aBilledWallet();
    await wallet('grants', { ...given, amount: '5.00' });
    await charge(3);

    const statement = await bill('2026-01');

    expect(statement).toMatchObject({ type: 'statement', reason: 'nothing-to-charge' });
    expect(linesOf(statement)).toEqual([
      ['usage', '0.3'],
      ['given', '-0.3'],
    ]);
    expect((await catchUpAndCheck(billing, 'acme')).faults).toEqual([]);
  });

  it('takes of the wallet what was spent of it, and asks for its fees', async () => {
    const { wallet, charge, bill, shown } = await aBilledWallet({
      fixedFees: [{ key: 'base', description: 'Base fee', amount: '5.00', timing: 'arrears' }],
    });
    await wallet('top-ups', bought);
    await charge(10);

    const invoice = await bill('2026-01');

    expect(invoice).toMatchObject({ total: '7.14', prepaid: '1.19', payable: '5.95' });
    const { grants, available } = await shown();
    expect(available).toBe('18.81');
    expect(grants).toMatchObject([{ left: '18.81', unapplied: '18.81' }]);
  });

  it('leaves in the wallet what a later month has spent, for the invoice of that', async () => {
    const { wallet, charge, bill, count, billing } = await aBilledWallet();
    await wallet('top-ups', { ...bought, amount: '2.00' });
    await charge(5);
    // Nobody asked for these: they are to be paid.
    await count(10);
    billing.time.now = timestampOf(billing.time.now + 25 * 86_400_000);
    await charge(1);

    const january = await bill('2026-01');
    const february = await bill('2026-02');

    expect(january).toMatchObject({ total: '1.79', wallet: { bought: '0.60', given: '0.00' } });
    expect(february).toMatchObject({ type: 'statement' });
  });

  it('takes given money off usage when that is counted, however late', async () => {
    const { billing, wallet, charge, count, bill } = await aBilledWallet();
    await wallet('grants', { ...given, amount: '1.00' });
    await charge(1);
    await charge(2, { counted: false });
    const used = billing.time.now;

    const january = await bill('2026-01');
    billing.time.now = used;
    await count(2);
    const february = await bill('2026-02');

    expect(linesOf(january)).toEqual([
      ['usage', '0.1'],
      ['given', '-0.1'],
    ]);
    expect(linesOf(february)).toEqual([
      ['adjustment', '0.2'],
      ['adjustment', '-0.2'],
    ]);
    expect((await catchUpAndCheck(billing, 'acme')).faults).toEqual([]);
  });
});
