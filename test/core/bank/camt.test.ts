import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { bankEntriesMax } from '../../../core/bank/bank-statement.ts';
import { paymentReferenceOf } from '../../../core/bank/entry-cause.ts';
import { readBankFile } from '../../../core/bank/read-bank-file.ts';
import { camtOf, ownAccount, type SomeMovement } from '../../fixtures/bank-statements.ts';
import { nanos } from '../../fixtures/invoicing.ts';
import { rejectionOf } from '../../support/rejection-of.ts';

const read = (xml: string) => readBankFile(Buffer.from(xml));
const entriesOf = (xml: string) => read(xml).flatMap(({ entries }) => entries);
const refused = (xml: string) => rejectionOf(() => read(xml));
const paid: SomeMovement = {
  amount: '12.50',
  name: 'Müller & Söhne GmbH',
  iban: 'DE89 3704 0044 0532 0130 00',
  text: 'Rechnung INV-2026-000001',
  reference: 'ABC-1',
};

describe('an entry of a camt.053 statement', () => {
  it.each(['02', '08'] as const)('says who paid how much for what, in version %s', (version) => {
    const [statement] = read(camtOf([paid], { version }));

    expect(statement).toMatchObject({ account: ownAccount, owner: 'Magazine GmbH' });
    expect(statement?.balances).toEqual([
      { kind: 'OPBD', currency: 'EUR', amount: nanos('100'), at: '2026-02-09' },
    ]);
    expect(statement?.entries).toMatchObject([
      {
        place: 1,
        state: 'booked',
        amount: nanos('12.50'),
        currency: 'EUR',
        isReversal: false,
        bookedOn: '2026-02-10',
        counterparty: { name: 'Müller & Söhne GmbH', account: 'DE89370400440532013000' },
        texts: ['Rechnung INV-2026-000001'],
        cause: [ownAccount, '2026-02-10/1', '2026-02-10', 'ABC-1'],
      },
    ]);
    expect(statement?.entries[0]).not.toHaveProperty('endToEndId');
  });

  it.each(['02', '08'] as const)(
    'that is a batch is told part by part, in version %s',
    (version) => {
      const batch = [
        { ...paid, amount: '12.50' },
        { ...paid, amount: '0.01', name: 'Radio Nord' },
        { ...paid, amount: '7.49', name: 'Press Review Ltd' },
      ];

      const entries = entriesOf(
        camtOf([{ amount: '20.00', reference: 'B-1', batch }], { version }),
      );

      expect(
        entries.map(({ amount, counterparty, cause }) => [amount, counterparty.name, cause.at(-1)]),
      ).toEqual([
        [nanos('12.5'), 'Müller & Söhne GmbH', '1'],
        [nanos('0.01'), 'Radio Nord', '2'],
        [nanos('7.49'), 'Press Review Ltd', '3'],
      ]);
    },
  );

  it('whose parts do not come to it stands as a whole, with all that they say', () => {
    const batch = [
      { ...paid, amount: '12.50', text: 'one' },
      { ...paid, amount: '1.00', text: 'two' },
    ];

    const entries = entriesOf(camtOf([{ amount: '20.00', batch }]));

    expect(entries).toMatchObject([
      { amount: nanos('20'), counterparty: {}, texts: ['one', 'two'] },
    ]);
  });

  it('that comes back says why, and who had paid', () => {
    const back = {
      amount: '-12.50',
      name: 'Radio Nord',
      returned: 'MD06',
      text: 'INV-2026-000001',
    };

    expect(entriesOf(camtOf([back]))).toMatchObject([
      { amount: nanos('-12.5'), returnReason: 'MD06', counterparty: { name: 'Radio Nord' } },
    ]);
  });

  it('that comes back with charges says what was instructed without them', () => {
    const back = { amount: '-15.50', returned: 'AC04', text: 'INV-2026-000001' };
    const instructed = '<AmtDtls><InstdAmt><Amt Ccy="EUR">12.50</Amt></InstdAmt></AmtDtls>';
    const charged = camtOf([back]).replace('</Refs>', `</Refs>${instructed}`);

    expect(entriesOf(charged)).toMatchObject([
      { amount: nanos('-15.5'), instructed: nanos('12.5') },
    ]);
    expect(entriesOf(camtOf([back]))[0]).not.toHaveProperty('instructed');
  });

  it('that is pending is told as pending', () => {
    expect(entriesOf(camtOf([{ ...paid, state: 'PDNG' }]))).toMatchObject([{ state: 'pending' }]);
  });

  it('has an amount of whole minor units of its currency, or its line is told', () => {
    const yen = camtOf([paid]).replaceAll('Ccy="EUR">12.50', 'Ccy="JPY">12.50');

    expect(refused(yen)).toMatchObject({ code: 'bank-statement.invalid' });
    expect(refused(yen).detail).toMatch(/^line \d+: the amount cannot be paid in JPY/);
  });

  it.each([
    ['<Amt Ccy="XXX">12.50', 'no currency of ISO 4217'],
    ['<Amt>12.50', 'no currency of ISO 4217'],
    ['<Amt Ccy="EUR">1e1', 'cannot be paid in'],
    ['<Amt Ccy="EUR">-1', 'cannot be paid in'],
    ['<Amt Ccy="EUR">', 'cannot be paid in'],
  ])('with %s is refused', (amount, why) => {
    const xml = camtOf([paid]).replaceAll('<Amt Ccy="EUR">12.50', amount);

    expect(refused(xml).detail).toContain(why);
  });

  it('of a day that there is not is refused', () => {
    const xml = camtOf([{ ...paid, day: '2026-02-30' }]);

    expect(refused(xml).detail).toContain('BookgDt is no day that there is, got "2026-02-30"');
  });
});

describe('what an entry is told from others by', () => {
  const referencesIn = (movements: readonly SomeMovement[], id?: string) =>
    entriesOf(camtOf(movements, id === undefined ? {} : { id })).map(paymentReferenceOf);

  it('is the same each time it is read, and can be read itself', () => {
    const [first] = referencesIn([paid]);
    const [again] = referencesIn([{ ...paid, text: 'another text' }]);

    expect(again).toBe(first);
    expect(first).toMatch(/^ABC-1:[0-9a-f]{32}$/);
  });

  it('is its account, its statement, its day and the bank’s reference', () => {
    const one = referencesIn([paid]);

    expect(referencesIn([paid], 'another')).not.toEqual(one);
    expect(referencesIn([{ ...paid, reference: 'ABC-2' }])).not.toEqual(one);
    expect(referencesIn([{ ...paid, day: '2026-02-11' }])).not.toEqual(one);
  });

  it.each([undefined, 'NONREF', 'SAME'])(
    'is what it says, and its count, where the reference is %s for all',
    (reference) => {
      const { reference: _, ...bare } = paid;
      const without = reference === undefined ? bare : { ...bare, reference };
      const movements = [without, { ...without, amount: '1.00' }, without];

      const found = referencesIn(movements);

      expect(new Set(found).size).toBe(3);
      expect(referencesIn(movements)).toEqual(found);
      expect(new Set(referencesIn(movements.toReversed()))).toEqual(new Set(found));
    },
  );

  it('fits what a reference may be written with, whatever the bank writes', () => {
    const odd = ['ÄÖ/ü 1', ' –x', '*'.repeat(90), 'a'.repeat(500), '日本'];

    for (const reference of referencesIn(odd.map((one) => ({ ...paid, reference: one })))) {
      expect(reference).toMatch(/^[A-Za-z0-9][A-Za-z0-9_.:/+-]{0,119}$/);
    }
  });
});

describe('a file that is no camt.053 statement', () => {
  const document = (inner: string, namespace = 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.08') =>
    `<Document xmlns="${namespace}">${inner}</Document>`;

  it.each([
    ['<Document', 'line 1: it is no well-formed XML: document must contain a root'],
    ['<a></b>', 'line 1: it is no well-formed XML'],
    [document('<BkToCstmrStmt/>'), 'it has no statement'],
    [document('', 'urn:other'), 'camt.053.001.02 or later, got Document of namespace "urn:other"'],
    [document('', 'urn:iso:std:iso:20022:tech:xsd:camt.054.001.08'), 'a notification (camt.054)'],
    [document('', 'urn:iso:std:iso:20022:tech:xsd:camt.052.001.08'), 'a report of the day'],
    [document('', 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.01'), 'camt.053.001.02 or later'],
    [camtOf([]).replace(/<Acct>.*<\/Acct>/, ''), 'has no account (Acct/Id)'],
    [camtOf([]).replace(/<Id>2026.*?<\/Id>/, ''), 'the statement has no Id'],
    [camtOf([]).replace('UTF-8', 'EBCDIC'), 'its XML says that it is in "EBCDIC"'],
    [camtOf([]).replace('Magazine', '&magazine;'), 'it is no well-formed XML: undefined entity'],
  ])('is refused: %s', (xml, why) => {
    expect(refused(xml)).toMatchObject({ code: 'bank-statement.invalid' });
    expect(refused(xml).detail).toContain(why);
  });

  it('is refused where it has a document type, before anything of it is read', () => {
    const xml = camtOf([]).replace('?>', '?>\n<!DOCTYPE Document [<!ENTITY name "Magazine">]>');

    expect(refused(xml).detail).toBe(
      'line 2: it has a document type (DOCTYPE), which a bank statement has not',
    );
  });

  it('is bounded in depth, in entries, and in the length of a text', () => {
    const deep = `${'<a>'.repeat(40)}${'</a>'.repeat(40)}`;
    const many = camtOf(Array.from({ length: bankEntriesMax + 1 }, () => paid));
    const long = camtOf([{ ...paid, text: 'x'.repeat(10_001) }]);

    expect(refused(deep).detail).toContain('nested deeper than 32');
    expect(refused(many).detail).toContain(`more than ${bankEntriesMax} entries`);
    expect(refused(long).detail).toContain('the text of Ustrd is longer than 10000 characters');
  });

  it('that is in another encoding, and says so, is read', () => {
    const xml = camtOf([paid]).replace('UTF-8', 'ISO-8859-1');

    const [statement] = readBankFile(Buffer.from(xml, 'latin1'));

    expect(statement?.entries[0]?.counterparty.name).toBe('Müller & Söhne GmbH');
  });
});

const sample = join(import.meta.dirname, '../../../../shared/vectors/iso20022/camt053.v8.xml');
const withSample = existsSync(sample) ? it : it.skip;
const where = existsSync(sample)
  ? ''
  : ' (skipped: ../shared/vectors/iso20022 is not on this machine)';

describe('the sample of ISO 20022', () => {
  withSample(`is read as it stands${where}`, () => {
    const [statement] = readBankFile(readFileSync(sample));

    expect(statement).toMatchObject({
      id: '253EURNL26VAYB8060476890',
      account: 'NL26VAYB8060476890',
    });
    expect(statement?.balances.map(({ currency, amount }) => [currency, amount])).toEqual([
      ['EUR', nanos('18.15')],
      ['SEK', nanos('-27')],
      ['CHF', nanos('35')],
      ['JPY', nanos('-2700')],
    ]);
    expect(statement?.entries).toMatchObject([
      {
        amount: nanos('8.85'),
        currency: 'EUR',
        state: 'booked',
        bookedOn: '2014-12-31T13:15:00+01:00',
        valueOn: '2015-01-02',
        counterparty: { name: 'NAME NAME', account: 'NL56AGDH9619008421' },
        references: ['4654654654654654'],
        endToEndId: 'MUELL/FINP/RA12345',
        entryReference: 'AAAASESS-FP-CN_98765/01',
      },
    ]);
  });
});
