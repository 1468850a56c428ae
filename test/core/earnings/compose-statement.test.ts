import { describe, expect, it } from '@jest/globals';
import { nanosOf } from '../../../core/kernel/money.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { exact, nanos } from '../../fixtures/invoicing.ts';
import {
  ada,
  aPayeeStatement,
  billingOf,
  composed,
  october,
  octoberLines,
  registered,
} from '../../fixtures/payee-statements.ts';

const sum = (amounts: readonly string[]): bigint =>
  amounts.reduce((all, amount) => all + nanos(amount), 0n);

describe('a statement of a payee', () => {
  it('says by content and country what was earned, the largest first', () => {
    const { lines, subtotal, total, due } = aPayeeStatement();

    expect(lines).toEqual([
      {
        ...{ id: '1', kind: 'content', month: '2026-10', share: 'authors', meter: 'reads' },
        ...{ value: 'ada', country: 'FR', description: 'authors: ada', quantity: '70' },
        ...{ exactAmount: '5.88', amount: '5.88' },
      },
      {
        ...{ id: '2', kind: 'content', month: '2026-10', share: 'authors', meter: 'reads' },
        ...{ value: 'ada', description: 'authors: ada', quantity: '30' },
        ...{ exactAmount: '2.52', amount: '2.52' },
      },
    ]);
    expect([subtotal, total, due]).toEqual(['8.40', '8.40', '8.40']);
  });

  it('is dated in the time zone of whoever makes it out', () => {
    expect(aPayeeStatement()).toMatchObject({
      issuedAt: '2026-11-02T23:30:00Z',
      issueDate: '2026-11-03',
      period: { month: '2026-10', firstDay: '2026-10-01', lastDay: '2026-10-31' },
    });
  });

  it('rounds once, and carries what is left below a minor unit', () => {
    const { lines, subtotal, carriedOut } = aPayeeStatement({
      carriedIn: nanos('0.003'),
      months: [{ month: october, earned: [{ meter: 'reads', exact: exact('1.0036') }] }],
      owed: { earned: nanos('1.0036'), opening: nanos('0.003') },
    });

    expect([subtotal, carriedOut]).toEqual(['1.01', '-0.0034']);
    expect(sum(lines.map((line) => line.amount))).toBe(nanos(subtotal));
    expect(sum(lines.map((line) => line.exactAmount))).toBe(nanos(subtotal) + nanos(carriedOut));
    expect(lines.at(-1)).toMatchObject({ kind: 'carried-in', exactAmount: '0.003' });
  });

  it('says the parts of nanos together as what is posted, however many lines there are', () => {
    const lines = Array.from({ length: 7 }, (_, place) => ({
      ...octoberLines[0],
      ...{ share: 'authors', meter: 'reads', value: `v${place}`, quantity: nanosOf(1n) },
      exact: exact('0.0000000005'),
    }));
    const { lines: said } = aPayeeStatement({
      months: [{ month: october, earned: [{ meter: 'reads', exact: exact('0.0000000035') }] }],
      lines: new Map([[october, lines as never]]),
      owed: { earned: nanos('0.000000003') },
    });

    expect(said.map((line) => line.exactAmount)).toEqual([
      ...Array.from({ length: 3 }, () => '0.000000001'),
      ...Array.from({ length: 4 }, () => '0'),
    ]);
  });

  it('names no content where what is known of it is not what was posted', () => {
    const { lines } = aPayeeStatement({
      months: [{ month: october, earned: [{ meter: 'reads', exact: exact('8.5') }] }],
      owed: { earned: nanos('8.5') },
    });

    expect(lines).toMatchObject([{ kind: 'meter', meter: 'reads', exactAmount: '8.5' }]);
  });

  it('says what was owed before, what was paid out, and what is owed now', () => {
    const { account } = aPayeeStatement({
      owed: { statements: 4, opening: nanos('20'), paidOut: nanos('15.5'), claimed: nanos('1') },
    });

    expect(account).toEqual({
      ...{ opening: '20', earned: '8.4', claimed: '1', paidOut: '15.5' },
      ...{ vat: '0', withheld: '0', closing: '13.9' },
    });
  });

  it('is no invoice and has no number where the payee is not registered for tax', () => {
    const { content, vat } = composed();

    expect(content).toMatchObject({ number: null, series: null, taxes: [] });
    expect(content).not.toHaveProperty('selfBilled');
    expect(vat).toBeUndefined();
  });
});

describe('a self-billed statement', () => {
  it('has the next number of its series, and the tax of the payee’s country', () => {
    const { content, vat, closing } = composed({ body: registered });

    expect(content).toMatchObject({
      ...{ selfBilled: 'invoice', number: 'SB-2026-000001', series: 'SB-2026-' },
      ...{ subtotal: '8.40', total: '10.08', due: '10.08' },
      taxes: [{ category: 'S', rate: '20', base: '8.40', amount: '1.68' }],
    });
    expect(vat).toEqual({ code: 'standard', amount: nanos('1.68') });
    expect(closing).toBe(nanos('10.08'));
  });

  it.each([
    ['within the Union is taxed where it goes', 'DE', 'DE136695976', 'AE', 'VATEX-EU-AE'],
    ['from outside of it is not taxed', 'US', '12-3456789', 'O', 'VATEX-EU-O'],
  ])('across a border %s', (_, country, taxNumber, category, exemptionCode) => {
    const body = { ...registered, country, taxNumber };

    expect(aPayeeStatement({ body })).toMatchObject({
      ...{ selfBilled: 'invoice', total: '8.40' },
      taxes: [{ category, rate: '0', amount: '0.00', exemptionCode }],
    });
  });

  it('that is exempt stays so across a border', () => {
    const tax = { category: 'E' as const, exemptionReason: 'Small business' };
    const body = { ...registered, country: 'DE', taxNumber: 'DE136695976', tax };

    expect(aPayeeStatement({ body }).taxes).toMatchObject([{ category: 'E' }]);
  });

  it('is a credit note of another series where more was taken back than earned, and says of what', () => {
    const stated = {
      ...{ id: 'pst_1', number: 'SB-2026-000001' },
      ...{ issueDate: '2026-09-02', period: '2026-08' },
    };
    const { content, vat } = composed({
      body: registered,
      months: [{ month: monthFrom('2026-08'), changed: nanos('-3'), stated }],
      owed: { earned: nanos('-3'), opening: nanos('10') },
    });

    expect(content).toMatchObject({
      ...{ selfBilled: 'credit-note', number: 'SBC-2026-000001' },
      ...{ subtotal: '-3.00', total: '-3.60', corrects: [stated] },
    });
    expect(vat?.amount).toBe(nanos('-0.6'));
  });

  it('has no number where it comes to nothing', () => {
    const { content } = composed({
      body: registered,
      months: [{ month: october, earned: [{ meter: 'reads', exact: exact('0.004') }] }],
      owed: { earned: nanos('0.004') },
    });

    expect(content).toMatchObject({ number: null, subtotal: '0.00', carriedOut: '0.004' });
  });

  it('says the tax in the currency of the payee’s country, too, where it is paid in another', () => {
    const exchangeRates = [{ currency: 'USD', from: '2026-11-01', rate: '0.9' }];
    const { nationalTax } = aPayeeStatement({
      ...{ body: registered, billing: billingOf({ exchangeRates }) },
      owed: { currency: 'USD' },
    });

    expect(nationalTax).toMatchObject({ currency: 'EUR', amount: '1.51' });
  });
});

describe('what is withheld', () => {
  const withholding = { US: { rate: '15', from: { EUR: '5.00' }, reason: 'Article 12' } };
  const abroad = { ...ada, country: 'US', address: undefined };

  it('is a part of what the statement comes to without tax, and is not owed', () => {
    const { content, withheld, closing } = composed({
      ...{ body: abroad, billing: billingOf({ withholding }) },
    });

    expect(content).toMatchObject({
      withheld: { country: 'US', rate: '15', base: '8.40', amount: '1.26', reason: 'Article 12' },
      ...{ total: '8.40', due: '7.14' },
    });
    expect(withheld).toEqual({ country: 'US', amount: nanos('1.26') });
    expect(closing).toBe(nanos('7.14'));
  });

  it('is given back of what is taken back', () => {
    const { withheld, content } = composed({
      ...{ body: abroad, billing: billingOf({ withholding }) },
      months: [{ month: monthFrom('2026-08'), changed: nanos('-10'), stated: undefined }],
      owed: { earned: nanos('-10') },
    });

    expect(withheld?.amount).toBe(nanos('-1.5'));
    expect(content.due).toBe('-8.50');
  });

  it.each([
    [
      'of less than the least',
      abroad,
      'EUR',
      { ...withholding, US: { ...withholding.US, from: { EUR: '8.41' } } },
    ],
    ['of another country', ada, 'EUR', withholding],
  ] as const)('is nothing %s', (_, body, currency, table) => {
    const { content } = composed({
      ...{ body, billing: billingOf({ withholding: table }), owed: { currency } },
    });

    expect(content).not.toHaveProperty('withheld');
    expect(content.due).toBe('8.40');
  });
});
