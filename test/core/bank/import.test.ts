import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { camtOf, csvOf, type SomeMovement } from '../../fixtures/bank-statements.ts';
import { nanos } from '../../fixtures/invoicing.ts';
import { aBankCustomer } from '../../support/a-bank-customer.ts';

const names = {
  press: 'Press Review Ltd',
  radio: 'Rädio Nord GmbH',
  kiosk: 'Kiosk Süd OHG',
  museum: 'Museum am Fluss e.V.',
};

const world = () =>
  aBankCustomer({
    names,
    now: timestampOf(Date.UTC(2026, 2, 10)),
    invoices: [
      { customer: 'press', amount: '10.00' },
      { customer: 'press', amount: '20.50', month: '2026-02' },
      { customer: 'radio', amount: '7.25' },
      { customer: 'kiosk', amount: '100.00' },
      { customer: 'museum', amount: '40.00' },
    ],
  });

/** A batch, several invoices in one text, too much, a name and its amount, somebody unknown, a fee, and one pending. */
const february: readonly SomeMovement[] = [
  {
    amount: '30.50',
    name: 'PRESS REVIEW LIMITED',
    text: 'Rechnungen INV-2026-000001 u. inv 2026 000002',
    reference: 'R-1',
  },
  {
    amount: '47.25',
    reference: 'R-2',
    batch: [
      { amount: '7.25', name: 'Raedio Nord', text: 'Danke' },
      { amount: '40.00', name: 'Museum am Fluss', text: 'INV-2026-0000 05' },
    ],
  },
  { amount: '120.00', name: 'Kiosk Sued', text: 'RG INV2026000004', reference: 'R-3' },
  { amount: '12.00', name: 'Jemand Anders', text: 'Spende', reference: 'R-4' },
  { amount: '-3.90', name: 'Bank', text: 'Entgelt', reference: 'R-5' },
  { amount: '10.00', text: 'INV-2026-000001', state: 'PDNG', reference: 'R-6' },
];

const march: readonly SomeMovement[] = [
  {
    amount: '-7.25',
    day: '2026-03-05',
    name: 'Rädio Nord',
    text: 'Retoure INV-2026-000003',
    returned: 'MD06',
    reference: 'S-1',
  },
];

const written = [
  [
    'camt.053 of version 8',
    (some: readonly SomeMovement[], id?: string) => camtOf(some, { id: id ?? '1' }),
  ],
  [
    'camt.053 of version 2',
    (some: readonly SomeMovement[], id?: string) => camtOf(some, { id: id ?? '1', version: '02' }),
  ],
  ['CSV', (some: readonly SomeMovement[]) => csvOf(some)],
] as const;

describe.each(written)('a statement of a German bank as %s', (_, file) => {
  it('is proposed entry by entry, and booked as it is confirmed', async () => {
    const { entriesOf, confirm, dueOf, numbers, faults } = await world();

    const entries = await entriesOf(file(february));
    expect(
      entries.map(({ amount, proposal }) => [
        amount,
        proposal?.sureness,
        proposal?.customer ?? '',
        proposal?.invoices.map((one) => `${one.number} ${one.amount}`).join(', '),
        proposal?.unapplied ?? '',
      ]),
    ).toEqual([
      ['30.50', 'exact', 'press', 'INV-2026-000001 10.00, INV-2026-000002 20.50', '0.00'],
      ['7.25', 'likely', 'radio', 'INV-2026-000003 7.25', '0.00'],
      ['40.00', 'exact', 'museum', 'INV-2026-000005 40.00', '0.00'],
      ['120.00', 'likely', 'kiosk', 'INV-2026-000004 100.00', '20.00'],
      ['12.00', 'none', '', '', ''],
      ['-3.90', 'none', '', '', ''],
      ['10.00', 'none', '', '', ''],
    ]);

    await confirm(entries, ['exact', 'likely']);

    expect(await Promise.all(numbers.map(dueOf))).toEqual(numbers.map(() => nanos('0')));
    expect(await faults()).toEqual([]);
  });

  it('changes nothing the second time', async () => {
    const { entriesOf, confirm, blocks } = await world();
    await confirm(await entriesOf(file(february)), ['exact', 'likely']);
    const before = await blocks();

    const again = await entriesOf(file(february));

    expect(again.map(({ recorded }) => recorded?.customer ?? '')).toEqual([
      ...['press', 'radio', 'museum', 'kiosk', '', '', ''],
    ]);
    expect(await confirm(again, ['exact', 'likely'])).toEqual([]);
    expect(await blocks()).toBe(before);
  });

  it('takes back what was returned, and that once, too', async () => {
    const { entriesOf, confirm, dueOf, faults } = await world();
    await confirm(await entriesOf(file(february, '1')), ['exact', 'likely']);

    const returned = await entriesOf(file(march, '2'));
    expect(returned).toMatchObject([
      {
        returnReason: expect.anything(),
        proposal: { sureness: 'exact' },
        reversal: { amount: '7.25' },
      },
    ]);
    await confirm(returned, ['exact']);

    expect(await dueOf('INV-2026-000003')).toBe(nanos('7.25'));
    expect(await faults()).toEqual([]);
    const again = await entriesOf(file(march, '2'));
    expect(again).toMatchObject([{ recorded: { customer: 'radio' } }]);
    expect(again[0]?.reversal).toBeUndefined();
  });
});

describe('an entry whose payer has paid as much some days before', () => {
  const twice = () =>
    aBankCustomer({
      names,
      now: timestampOf(Date.UTC(2026, 2, 10)),
      invoices: [
        { customer: 'press', amount: '10.00' },
        { customer: 'press', amount: '10.00', month: '2026-02' },
      ],
    });
  const first = { amount: '10.00', text: 'INV-2026-000001', reference: 'A', day: '2026-03-03' };
  const second = { amount: '10.00', text: 'INV-2026-000002', reference: 'B', day: '2026-03-05' };

  it('may be that very money, for whatever invoice it was booked', async () => {
    const { entriesOf, confirm } = await twice();
    await confirm(await entriesOf(camtOf([first], { id: '1' })), ['exact']);

    const [again, other, nameless] = await entriesOf(
      camtOf(
        [
          { ...first, reference: 'C' },
          { ...second, reference: 'D' },
          { amount: '10.00', name: 'Press Review', text: '', day: '2026-03-06', reference: 'E' },
        ],
        { id: '2' },
      ),
    );

    const mayBe = expect.stringMatching(/^pay_/);
    expect(again?.proposal).toMatchObject({ sureness: 'none', candidates: ['press'], mayBe });
    expect(other?.proposal).toMatchObject({ sureness: 'likely', customer: 'press', mayBe });
    expect(nameless?.proposal).toMatchObject({ sureness: 'none', candidates: ['press'], mayBe });
  });

  it('may be it, too, where a person says whose it is and the entry does not', async () => {
    const { entriesOf, confirm } = await twice();
    await confirm(await entriesOf(camtOf([first], { id: '1' })), ['exact']);
    const unnamed = camtOf([{ amount: '10.00', day: '2026-03-04', reference: 'C' }], { id: '2' });

    const [said] = await entriesOf(unnamed, [{ entry: 1, customer: 'press' }]);
    const [other] = await entriesOf(unnamed, [{ entry: 1, customer: 'radio' }]);
    const [unsaid] = await entriesOf(unnamed);

    expect(said?.proposal?.mayBe).toMatch(/^pay_/);
    expect(said?.proposal).toMatchObject({ sureness: 'none', candidates: [] });
    expect([other?.proposal?.mayBe, unsaid?.proposal?.mayBe]).toEqual([undefined, undefined]);
  });

  it('is other money, where the same file tells of that, too', async () => {
    const { entriesOf, confirm } = await twice();
    await confirm(await entriesOf(camtOf([first], { id: '1' })), ['exact']);

    expect(await entriesOf(camtOf([first, second], { id: '1' }))).toMatchObject([
      { recorded: { customer: 'press' } },
      { proposal: { sureness: 'exact', customer: 'press' } },
    ]);
  });

  it('is matched with nothing, where it is of a day before any money of the payer', async () => {
    const { entriesOf } = await twice();
    const dayOf = async (day: string) => {
      const [entry] = await entriesOf(camtOf([{ ...first, day }], { id: '1' }));
      return entry?.proposal;
    };

    expect(await dayOf('2024-12-31')).toMatchObject({
      ...{ sureness: 'none', candidates: ['press'] },
      why: expect.stringContaining('is before 2025-01-01, a year before the first month'),
    });
    expect(await dayOf('2025-01-01')).toMatchObject({ sureness: 'exact' });
    expect(await dayOf('2026-03-11')).toMatchObject({ sureness: 'none' });
  });
});

describe('an invoice of a series that the tenant had before', () => {
  it('is found by its number', async () => {
    const { entriesOf } = await aBankCustomer({
      ...{ names, now: timestampOf(Date.UTC(2026, 2, 10)) },
      invoices: [{ customer: 'press', amount: '10.00' }],
      series: {
        series: {
          invoice: { prefix: 'R/{year}/', digits: 6 },
          creditNote: { prefix: 'G/{year}/', digits: 6 },
        },
      },
    });

    expect(await entriesOf(camtOf([{ amount: '10.00', text: 'INV 2026 000001' }]))).toMatchObject([
      { proposal: { sureness: 'exact', customer: 'press' } },
    ]);
  });
});

const sample = join(import.meta.dirname, '../../../../shared/vectors/iso20022/camt053.v8.xml');
const withSample = existsSync(sample) ? it : it.skip;
const where = existsSync(sample)
  ? ''
  : ' (skipped: ../shared/vectors/iso20022 is not on this machine)';

describe('the sample of ISO 20022', () => {
  withSample(`is imported twice, and the second time changes nothing${where}`, async () => {
    const { entriesOf, confirm, blocks, dueOf, numbers } = await aBankCustomer({
      names: { name: 'Name Name' },
      now: timestampOf(Date.UTC(2015, 2, 11)),
      month: '2014-11',
      invoices: [{ customer: 'name', amount: '8.85' }],
    });
    const file = readFileSync(sample);

    const first = await entriesOf(file);
    expect(first).toMatchObject([
      {
        ...{ amount: '8.85', currency: 'EUR', bookedOn: '2014-12-31T13:15:00+01:00' },
        proposal: { sureness: 'likely', matched: ['amount', 'name'], customer: 'name' },
      },
    ]);
    expect(await confirm(first, ['likely'])).toEqual([1]);
    expect(await dueOf(numbers[0] ?? '')).toBe(nanos('0'));
    const before = await blocks();

    const second = await entriesOf(file);

    expect(second).toMatchObject([{ recorded: { customer: 'name' } }]);
    expect(second[0]?.payment).toBeUndefined();
    expect(await confirm(second, ['exact', 'likely', 'none'])).toEqual([]);
    expect(await blocks()).toBe(before);
  });
});
