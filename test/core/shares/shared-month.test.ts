import { describe, expect, it } from '@jest/globals';
import type { PlanVersionBody } from '../../../core/contract/catalog/plan-shapes.ts';
import type { RecipientBody, ShareBody } from '../../../core/contract/shares/shapes.ts';
import { exactText } from '../../../core/kernel/exact-amount.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { timestampFrom, timestampOf } from '../../../core/kernel/timestamp.ts';
import { spendSource, type UsageEvent } from '../../../core/metering/usage-event.ts';
import { type SharedMonth, sharedMonth } from '../../../core/shares/shared-month.ts';
import { inMemoryShares } from '../../fakes/shares.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { aPlan, aVersion } from '../../fixtures/plans.ts';
import { aShare } from '../../fixtures/shares.ts';
import { aMeter } from '../../fixtures/usage-events.ts';
import { aTenancy } from '../../support/rated-usage.ts';

const reads = aMeter({ key: 'reads', eventType: 'read', dimensions: ['author'] });
const ofReads = { meter: 'reads', dimension: 'author' };
const tips = aMeter({
  ...{ key: 'tips', eventType: 'tip', aggregation: 'sum', value: 'tip', chargedOnly: true },
  dimensions: ['author'],
});
const seventy: readonly RecipientBody[] = [
  { to: 'value', shares: 70 },
  { to: 'platform', shares: 30 },
];
const perRead: PlanVersionBody['charges'] = [
  { meter: 'reads', model: 'per_unit', unitPrice: '0.10' },
];

interface Given {
  readonly charges?: PlanVersionBody['charges'];
  readonly shares: readonly ReturnType<typeof aShare>[];
  /** Author and day of January 2026; without an author, null. */
  readonly reads: readonly (readonly [string | null, number])[];
  readonly timezone?: string;
  /** Author, amount, and what the event is from. */
  readonly tips?: readonly (readonly [string, string, string])[];
}

async function sharedIn(given: Given) {
  const tenancy = await aTenancy({
    meters: [reads, tips],
    plans: { reader: aPlan(aVersion({ charges: [...(given.charges ?? perRead)] })) },
    customers: [
      aCustomer({
        subjects: ['reader-7'],
        plan: [{ plan: 'reader', from: '2020-01-01' }],
      }),
    ],
  });
  await tenancy.use([...given.reads.map(readOf), ...(given.tips ?? []).map(tipOf)]);
  const shares = inMemoryShares();
  for (const share of given.shares) await shares.put('acme', share);
  const ports = { rating: tenancy.rating, shares };
  const asked = { customer: 'press-review', month: monthFrom('2026-01') };
  return { ...tenancy, shared: await sharedMonth(ports, 'acme', asked) };
}

const readOf = ([author, day]: readonly [string | null, number], index: number): UsageEvent => ({
  source: 'app',
  id: String(index),
  type: 'read',
  subject: 'reader-7',
  occurredAt: timestampFrom(`2026-01-${String(day).padStart(2, '0')}T12:00:00Z`) ?? timestampOf(0),
  data: JSON.stringify(author === null ? {} : { author }),
});

const tipOf = ([author, amount, source]: readonly [string, string, string], index: number) => ({
  ...readOf([author, 9], index),
  ...{ source, type: 'tip', data: `{"author":"${author}","tip":${amount}}` },
});

const shown = ({ payees, platform, unshared, amount }: SharedMonth) => ({
  payees: Object.fromEntries(payees.map((one) => [one.payee, exactText(one.amount)])),
  platform: exactText(platform),
  unshared: exactText(unshared),
  amount: exactText(amount),
});

const authors = (fields: Partial<ShareBody> = {}, split = seventy) =>
  aShare('authors', split, '2020-01-01', { of: ofReads, ...fields });

describe('a month of a payer, shared', () => {
  it('gives each author 70 of 100 of what was read of it, and what names no author to nobody', async () => {
    const { shared } = await sharedIn({
      shares: [authors()],
      reads: [
        ['ada', 3],
        ['ada', 9],
        ['ben', 9],
        [null, 9],
      ],
    });

    expect(shown(shared)).toEqual({
      payees: { ada: '0.14', ben: '0.07' },
      platform: '0.09',
      unshared: '0.1',
      amount: '0.4',
    });
  });

  it('gives all of tips to who they are for, but what the rail takes, and none of what somebody sends', async () => {
    const { shared } = await sharedIn({
      charges: [...perRead, { meter: 'tips', model: 'per_unit', unitPrice: '1' }],
      shares: [
        aShare(
          'tips',
          [
            { to: 'platform', feePercent: '2.9' },
            { to: 'value', shares: 1 },
          ],
          '2020-01-01',
          { of: { meter: 'tips', dimension: 'author' } },
        ),
      ],
      reads: [],
      tips: [
        ['ada', '0.50', spendSource],
        ['ben', '0.000000001', spendSource],
        ['ada', '99', 'app'],
      ],
    });

    expect(shown(shared)).toEqual({
      payees: { ada: '0.4855', ben: '0.000000000971' },
      platform: '0.014500000029',
      unshared: '0',
      amount: '0.500000001',
    });
  });

  it('gives what tiers come to by quantity, whoever was read first', async () => {
    const { shared } = await sharedIn({
      charges: [
        {
          meter: 'reads',
          model: 'graduated',
          tiers: [
            { upTo: '1', unitPrice: '1.00' },
            { upTo: null, unitPrice: '0.10' },
          ],
        },
      ],
      shares: [authors({}, [{ to: 'value', shares: 1 }])],
      reads: [
        ['ada', 1],
        ['ben', 2],
        ['ben', 3],
      ],
    });

    expect(shown(shared).payees).toEqual({ ada: '0.4', ben: '0.8' });
  });

  it('is of the list price before a maximum, or of what the invoice says of it', async () => {
    const charges: PlanVersionBody['charges'] = [
      { meter: 'reads', model: 'per_unit', unitPrice: '0.10', maximum: '0.20' },
    ];
    const four = [1, 2, 3, 4].map((day) => ['ada', day] as const);
    const list = await sharedIn({ charges, shares: [authors()], reads: four });
    const invoiced = await sharedIn({
      charges,
      shares: [authors({ basis: 'invoiced' })],
      reads: four,
    });

    expect(shown(list.shared)).toMatchObject({ payees: { ada: '0.28' }, amount: '0.4' });
    expect(shown(invoiced.shared)).toMatchObject({ payees: { ada: '0.14' }, amount: '0.2' });
  });

  it('goes by the version of the day on which it was read', async () => {
    const share = aShare('authors', [], '2020-01-01', {
      of: ofReads,
      versions: [
        { effectiveFrom: '2026-01-01', split: [{ to: 'value', shares: 1 }] },
        { effectiveFrom: '2026-01-10', split: [...seventy] },
      ],
    });
    const { shared } = await sharedIn({
      shares: [share],
      reads: [
        ['ada', 9],
        ['ada', 10],
      ],
    });

    expect(shown(shared)).toMatchObject({ payees: { ada: '0.17' }, platform: '0.03' });
    expect(shared.lines.map(({ version }) => version.effectiveFrom)).toEqual([
      '2026-01-01',
      '2026-01-10',
    ]);
  });

  it('cuts no charge where a share changes: its tiers go on', async () => {
    const tiers = [
      { upTo: '1', unitPrice: '1.00' },
      { upTo: null, unitPrice: '0.10' },
    ];
    const later = aShare('other', [{ to: 'platform', shares: 1 }], '2026-01-15');
    const { shared, request } = await sharedIn({
      charges: [{ meter: 'reads', model: 'graduated', tiers }],
      shares: [authors(), later],
      reads: [
        ['ada', 2],
        ['ada', 20],
      ],
    });
    const { current } = await request('press-review', '2026-01');

    expect(exactText(shared.amount)).toBe('1.1');
    expect(current.charges.map(({ exact }) => exactText(exact))).toEqual(['1.1']);
  });

  it('has one line of a value, whatever days other shares change on', async () => {
    const { shared } = await sharedIn({
      shares: [authors(), aShare('other', [{ to: 'platform', shares: 1 }], '2026-01-10')],
      reads: [
        ['ada', 9],
        ['ada', 10],
        ['ada', 11],
      ],
    });

    expect(shared.lines.map(({ value, amount }) => [value, exactText(amount)])).toEqual([
      ['ada', '0.3'],
    ]);
  });

  it('has one line of a value where a share that is named changes, and gives by the day of it', async () => {
    const band = aShare('band', [], '2026-01-01', {
      versions: [
        { effectiveFrom: '2026-01-01', split: [{ to: 'payee', payee: 'drums', shares: 1 }] },
        { effectiveFrom: '2026-01-10', split: [{ to: 'payee', payee: 'voice', shares: 1 }] },
      ],
    });
    const { shared } = await sharedIn({
      shares: [authors({}, [{ to: 'share', share: 'band', shares: 1 }]), band],
      reads: [
        ['ada', 9],
        ['ada', 10],
        ['ada', 11],
      ],
    });

    expect(shared.lines).toHaveLength(1);
    expect(shown(shared).payees).toEqual({ drums: '0.1', voice: '0.2' });
    expect(shared.lines[0]?.payees).toEqual(shared.payees);
  });

  it('says of each line who has which part of it, and where the payer is', async () => {
    const { shared } = await sharedIn({
      shares: [authors()],
      reads: [
        ['ada', 9],
        ['ben', 10],
      ],
    });

    expect(
      shared.lines.map(({ payees, platform }) => [
        ...payees.map(({ payee, amount }) => [payee, exactText(amount)]),
        exactText(platform),
      ]),
    ).toEqual([
      [['ada', '0.07'], '0.03'],
      [['ben', '0.07'], '0.03'],
    ]);
    expect(shared.country).toBeUndefined();
  });

  it('is of the share that names the value, before one of all values', async () => {
    const ofAda = aShare('z-ada', [{ to: 'payee', payee: 'agent', shares: 1 }], '2020-01-01', {
      of: { ...ofReads, values: ['ada'] },
    });
    const { shared } = await sharedIn({
      shares: [authors({}, [{ to: 'value', shares: 1 }]), ofAda],
      reads: [
        ['ada', 2],
        ['ben', 2],
      ],
    });

    expect(shown(shared).payees).toEqual({ agent: '0.1', ben: '0.1' });
  });

  it('is shared with nobody before the first version of a share', async () => {
    const { shared } = await sharedIn({
      shares: [aShare('authors', seventy, '2026-01-10', { of: ofReads })],
      reads: [
        ['ada', 9],
        ['ada', 11],
      ],
    });

    expect(shown(shared)).toMatchObject({ payees: { ada: '0.07' }, unshared: '0.1' });
  });
});
