import { describe, expect, it } from '@jest/globals';
import { catchUpAndCheck } from '../../core/books/check.ts';
import type { PlanVersionBody } from '../../core/contract/catalog/plan-shapes.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { aBilledWallet } from '../support/a-billed-wallet.ts';

const euros = (amount: string) => ({ price: { amount, currency: 'EUR' } });
/** With tax: a view costs 0.119 without it. */
const twenty = { name: 'Twenty views', meter: 'view', units: '20', days: 90, ...euros('1.19') };
const month = { name: 'All in a month', meter: 'view', ceiling: '50', ...euros('2.38') };
const bought = { amount: '10.00', rail: 'bank', reference: 'T-1' };

async function aBilledReader(version: Partial<PlanVersionBody> = {}) {
  const reader = await aBilledWallet(version);
  for (const [key, body] of Object.entries({ twenty, month })) {
    await reader.ask('PUT /v1/passes/{key}', {
      ...{ params: { key }, body, headers: { 'content-type': 'application/json' } },
    });
  }
  const buy = (pass: string) => reader.post('/v1/payers/{payer}/passes', { pass });
  const spent = async (period: string) => {
    const { body } = await reader.ask('GET /v1/payers/{payer}/spend', {
      params: { payer: 'ada' },
      query: { period },
    });
    return body['lines'] as Record<string, string>[];
  };
  const isWhole = async () => (await catchUpAndCheck(reader.billing, 'acme')).faults;
  return { ...reader, buy, spent, isWhole };
}

const linesOf = (invoice: Record<string, unknown>) =>
  (invoice['lines'] as Record<string, string>[]).map(({ kind, exactAmount }) => [
    kind,
    exactAmount,
  ]);

describe('the invoice of a payer with a pass', () => {
  it('has its usage as the plan prices it, and a line that makes what passes covered cost what they cost', async () => {
    const { wallet, buy, charge, bill, shown, isWhole, spent } = await aBilledReader();
    await wallet('top-ups', bought);
    await buy('twenty');
    await charge(15);

    const invoice = await bill('2026-01');

    // Fifteen of twenty views of a pass are fifteen twentieths of its euro, in place of 1.50.
    expect(linesOf(invoice)).toEqual([
      ['usage', '1.5'],
      ['pass', '-0.75'],
    ]);
    expect(invoice).toMatchObject({
      ...{ subtotal: '0.75', total: '0.89', prepaid: '0.89', payable: '0.00' },
      wallet: { bought: '0.89', given: '0.00' },
    });
    expect(await spent('2026-01')).toMatchObject([{ net: '1.50', passes: '-0.75' }]);
    // Five are left, which are not earned yet: they are owed as what was bought is.
    const { available, grants } = await shown();
    expect([available, grants]).toMatchObject([
      '8.81',
      [
        { left: '8.81', unapplied: '9.11' },
        { left: '0.2975', unapplied: '9.11' },
      ],
    ]);
    expect(await isWhole()).toEqual([]);
  });

  it('is earned as its units are used, month by month, and to the nano in all', async () => {
    const { wallet, buy, charge, bill, billing, isWhole } = await aBilledReader();
    await wallet('top-ups', bought);
    await buy('twenty');
    await charge(10);
    billing.time.now = timestampOf(Date.UTC(2026, 1, 10));
    await charge(14);

    const january = await bill('2026-01');
    const february = await bill('2026-02');

    expect(linesOf(january)).toEqual([
      ['usage', '1'],
      ['pass', '-0.5'],
    ]);
    // Ten by the pass, and four beside it.
    expect(linesOf(february)).toEqual([
      ['usage', '1.4'],
      ['pass', '-0.5'],
    ]);
    expect([january['total'], february['total']]).toEqual(['0.60', '1.07']);
    expect(await isWhole()).toEqual([]);
  });

  it('with a ceiling takes all of its price with the first unit, in the month that it is for', async () => {
    const { wallet, buy, charge, bill, isWhole } = await aBilledReader();
    await wallet('top-ups', bought);
    await buy('month');
    await charge(5);

    const invoice = await bill('2026-01');

    // It cost more than what was used would have.
    expect(linesOf(invoice)).toEqual([
      ['usage', '0.5'],
      ['pass', '1.5'],
    ]);
    expect(invoice).toMatchObject({ total: '2.38', prepaid: '2.38', payable: '0.00' });
    expect(await isWhole()).toEqual([]);
  });

  it('that was bought with given money has nothing to pay for it', async () => {
    const { wallet, buy, charge, bill, isWhole } = await aBilledReader();
    await wallet('grants', { kind: 'promotional', amount: '1.19' });
    await buy('twenty');
    await charge(20);

    const statement = await bill('2026-01');

    expect(linesOf(statement)).toEqual([
      ['usage', '2'],
      ['pass', '-1'],
      ['given', '-1'],
    ]);
    expect(statement).toMatchObject({ type: 'statement', reason: 'nothing-to-charge' });
    expect(await isWhole()).toEqual([]);
  });

  it('has units that are included for nothing, and takes none of a pass for them', async () => {
    const { wallet, buy, charge, bill, ask, isWhole } = await aBilledReader({
      charges: [{ meter: 'view', model: 'per_unit', unitPrice: '0.10', included: '3' }],
    });
    await wallet('top-ups', bought);
    await buy('twenty');
    for (let count = 0; count < 3; count += 1) await charge(1);

    const { body } = await ask('GET /v1/payers/{payer}/spend', { params: { payer: 'ada' } });
    expect(body['passes']).toMatchObject([{ used: '0' }]);
    await charge(1);
    const invoice = await bill('2026-01');

    expect(linesOf(invoice)).toMatchObject([
      ['usage', '0.1'],
      ['pass', '-0.05'],
    ]);
    expect(await isWhole()).toEqual([]);
  });
});
