import { describe, expect, it } from '@jest/globals';
import type { ShareBody } from '../../../core/contract/shares/shapes.ts';
import { contentLines } from '../../../core/earnings/content-lines.ts';
import { creditInvoice } from '../../../core/invoicing/credit-invoice.ts';
import { voidInvoice } from '../../../core/invoicing/void-invoice.ts';
import { decimalText } from '../../../core/kernel/decimal.ts';
import { exactText } from '../../../core/kernel/exact-amount.ts';
import { nanosFrom, nanosOf } from '../../../core/kernel/money.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { recordPayment } from '../../../core/payments/record-payment.ts';
import { aPolicy } from '../../fixtures/invoicing.ts';
import { aShare } from '../../fixtures/shares.ts';
import {
  aPaidPress,
  documentsOf,
  earnedBy,
  january,
  ofReads,
  type PaidPress,
  postedIn,
  readsOf,
  tenant,
} from '../../support/a-paid-press.ts';

const authors = (fields: Partial<ShareBody> = {}) =>
  aShare(
    'authors',
    [
      { to: 'value', shares: 70 },
      { to: 'platform', shares: 30 },
    ],
    '2020-01-01',
    { of: ofReads, ...fields },
  );

/** Ann has read Ada three times and Ben once, at 10 EUR; her January is closed. */
async function annsJanuary(fields: Partial<ShareBody> = {}, given = {}) {
  const press = await aPaidPress({ shares: [authors(fields)], ...given });
  await press.use([...readsOf('ann', 'ada', 3), ...readsOf('ann', 'ben', 1)]);
  const invoice = await press.close('ann');
  return { ...press, invoice: invoice.id };
}

const rebill = (press: PaidPress, invoice: string, afterwards: 'rebill' | 'forgive' = 'rebill') =>
  voidInvoice(press.books, tenant, { invoice, reason: 'wrong', afterwards });

const kindsOf = async (press: PaidPress) => (await documentsOf(press)).map(({ kind }) => kind);

describe('what payees earn of closed months', () => {
  it('is posted once a payer’s month is closed, and once however often it is looked at', async () => {
    const press = await aPaidPress({ shares: [authors()] });
    await press.use([...readsOf('ann', 'ada', 3), ...readsOf('ann', 'ben', 1)]);

    await press.accrue();
    expect(await postedIn(press)).toEqual({});
    await press.close('ann');
    await press.accrue();
    await press.accrue();

    expect(await postedIn(press)).toEqual({ ada: '21', ben: '7' });
    expect(await kindsOf(press)).toEqual(['invoice', 'share', 'share']);
  });

  it('is of all payers together, and grows as they are closed', async () => {
    const press = await annsJanuary();
    await press.use(readsOf('bob', 'ada', 1));
    await press.accrue();

    await press.close('bob');
    await press.accrue();

    expect(await postedIn(press)).toEqual({ ada: '28', ben: '7' });
    expect(await kindsOf(press)).toEqual(['invoice', 'share', 'share', 'invoice', 'share']);
  });

  it('is nothing of an invoice that is void, until the month is billed again', async () => {
    const press = await annsJanuary();
    await press.accrue();

    await rebill(press, press.invoice);
    await press.accrue();
    expect(await postedIn(press)).toEqual({ ada: '0', ben: '0' });
    await press.close('ann');
    await press.accrue();

    expect(await postedIn(press)).toEqual({ ada: '21', ben: '7' });
  });

  it('is nothing of a month that is forgiven, for good', async () => {
    const press = await annsJanuary();
    await press.accrue();

    await rebill(press, press.invoice, 'forgive');
    await press.accrue();
    await press.earnings.run({ kind: 'recount', tenant, month: january });

    expect(await postedIn(press)).toEqual({ ada: '0', ben: '0' });
  });

  it('has what came late, once that is billed with a later month', async () => {
    const press = await annsJanuary({}, { now: timestampOf(Date.UTC(2026, 2, 3)) });
    await press.accrue();
    await press.use(readsOf('ann', 'ben', 1, '2026-01-20'));

    await press.close('ann', '2026-02');
    await press.accrue();

    expect(await postedIn(press)).toEqual({ ada: '21', ben: '14' });
    expect(await postedIn(press, '2026-02')).toEqual({});
  });

  it('is nothing of months before the first share', async () => {
    const press = await aPaidPress({
      shares: [aShare('late', [{ to: 'value', shares: 1 }], '2026-02-01', { of: ofReads })],
    });
    await press.use(readsOf('ann', 'ada', 3));
    await press.close('ann');

    await press.accrue();

    expect(await postedIn(press)).toEqual({});
    expect(await press.earnings.months.months(tenant)).toEqual([]);
  });

  it('is found out again where a share was put after months were closed', async () => {
    const press = await annsJanuary();
    await press.accrue();
    const ofBen = aShare('ben', [{ to: 'payee', payee: 'agency', shares: 1 }], '2026-01-01', {
      of: { ...ofReads, values: ['ben'] },
    });
    await press.shares.put(tenant, ofBen);

    await press.accrue();
    expect(await postedIn(press)).toEqual({ ada: '21', ben: '7' });
    await press.earnings.run({ kind: 'recount', tenant, month: january });

    expect(await postedIn(press)).toEqual({ ada: '21', agency: '10', ben: '0' });
    expect(await earnedBy(press, 'ben')).toEqual([['EUR']]);
  });

  it('keeps to the last place what is less than a nano, and posts whole nanos', async () => {
    const press = await aPaidPress({
      charges: [{ meter: 'reads', model: 'per_unit', unitPrice: '0.000000001' }],
      shares: [authors()],
    });
    await press.use([...readsOf('ann', 'ada', 1), ...readsOf('bob', 'ada', 1)]);
    await press.close('ann');
    await press.accrue();
    expect(await postedIn(press)).toEqual({});

    await press.close('bob');
    await press.accrue();

    expect(await postedIn(press)).toEqual({ ada: '0.000000001' });
    expect(await earnedBy(press, 'ada')).toEqual([['EUR', ['reads', '0.0000000014']]]);
  });

  it('is the same however few payees are added up at once', async () => {
    const names = Array.from({ length: 9 }, (_, index) => `author-${index}`);
    const press = await aPaidPress({ shares: [authors()], payeesAtOnce: 2 });
    await press.use(names.flatMap((name, index) => readsOf('ann', name, index + 1)));
    await press.close('ann');

    await press.accrue();

    expect(await postedIn(press)).toEqual(
      Object.fromEntries(names.map((name, index) => [name, String(7 * (index + 1))])),
    );
    const [month] = await press.earnings.months.months(tenant);
    expect(month?.round).toMatchObject({ payees: 9, posted: 9, payers: 1, refused: 0 });
  });
});

describe('what payees earn by what is invoiced', () => {
  it('shrinks with what is credited', async () => {
    const press = await annsJanuary({ basis: 'invoiced' });
    await press.accrue();
    const request = { invoice: press.invoice, key: 'k', reason: 'an outage', lines: undefined };

    await creditInvoice(press.books, tenant, {
      policy: aPolicy(),
      request: { ...request, lines: [{ line: '1', amount: nanosFrom('10') ?? nanosOf(0n) }] },
    });
    await press.accrue();

    expect(await postedIn(press)).toEqual({ ada: '15.75', ben: '5.25' });
  });

  it('waits until what is carried is invoiced', async () => {
    const press = await aPaidPress({
      charges: [{ meter: 'reads', model: 'per_unit', unitPrice: '0.10' }],
      shares: [authors({ basis: 'invoiced' })],
      now: timestampOf(Date.UTC(2026, 2, 3)),
    });
    await press.use(readsOf('ann', 'ada', 3));
    await press.close('ann');
    await press.accrue();
    expect(await postedIn(press)).toEqual({});

    await press.use(readsOf('ann', 'ada', 300, '2026-02-03'));
    await press.close('ann', '2026-02');
    await press.accrue();

    expect(await postedIn(press)).toEqual({ ada: '0.21' });
    expect(await postedIn(press, '2026-02')).toEqual({ ada: '21' });
  });
});

describe('what payees earn by what is paid', () => {
  it('is the part of the invoice that was paid', async () => {
    const press = await annsJanuary({ basis: 'paid' });
    await press.accrue();
    expect(await postedIn(press)).toEqual({});
    const pay = (amount: string, reference: string) =>
      recordPayment(press.books, tenant, {
        ...{ invoice: press.invoice, rail: 'bank', reference, receivedAt: press.clock.now() },
        amount: nanosFrom(amount) ?? nanosOf(0n),
      });

    await pay('10', 'a');
    await press.accrue();
    expect(await postedIn(press)).toEqual({ ada: '5.25', ben: '1.75' });
    await pay('30', 'b');
    await press.accrue();

    expect(await postedIn(press)).toEqual({ ada: '21', ben: '7' });
  });
});

describe('what payees earn by content', () => {
  it('is together what is posted, in lines by value, and one of all others where there are too many', async () => {
    const byAgency = aShare('agency', [{ to: 'payee', payee: 'agency', shares: 1 }], '2020-01-01', {
      of: ofReads,
    });
    const press = await aPaidPress({ shares: [byAgency] });
    await press.use([
      ...readsOf('ann', 'ada', 3),
      ...readsOf('ann', 'ben', 1),
      ...readsOf('bob', 'ada', 2),
      ...readsOf('bob', 'cleo', 1),
    ]);
    for (const reader of ['ann', 'bob']) await press.close(reader);
    await press.accrue();

    const linesOf = async (most: number) => {
      const asked = { month: january, payees: new Set(['agency']), most };
      const content = await contentLines(press.earnings.months, tenant, asked);
      return content('agency', 'EUR').map(({ value = 'others', quantity, exact }) => [
        value,
        decimalText(quantity),
        exactText(exact),
      ]);
    };

    expect((await linesOf(10)).toSorted()).toEqual([
      ['ada', '5', '50'],
      ['ben', '1', '10'],
      ['cleo', '1', '10'],
    ]);
    expect(await linesOf(1)).toHaveLength(2);
    expect((await linesOf(1)).at(-1)?.[0]).toBe('others');
    expect(await earnedBy(press, 'agency')).toEqual([['EUR', ['reads', '70']]]);
  });
});
