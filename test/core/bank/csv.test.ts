import { describe, expect, it } from '@jest/globals';
import type { CsvReading } from '../../../core/bank/csv-statement.ts';
import { readBankFile } from '../../../core/bank/read-bank-file.ts';
import { csvOf, inWindows1252, ownAccount } from '../../fixtures/bank-statements.ts';
import { nanos } from '../../fixtures/invoicing.ts';
import { rejectionOf } from '../../support/rejection-of.ts';

const read = (csv: string, reading: CsvReading = { account: ownAccount }) => {
  const [statement] = readBankFile(Buffer.from(csv), reading);
  if (statement === undefined) throw new Error('a table is a statement');
  return statement;
};
const amountsIn = (csv: string, reading?: CsvReading) =>
  read(csv, reading).entries.map(({ amount }) => amount);
const refused = (csv: string, reading?: CsvReading) => rejectionOf(() => read(csv, reading));

describe('a table of a bank', () => {
  it('is read by the titles that German banks have, in Windows-1252', () => {
    const paid = {
      ...{ amount: '1234.50', name: 'Müller & Söhne GmbH', iban: 'DE89370400440532013000' },
      ...{ text: 'Rechnung "INV-2026-000001"; danke', endToEnd: 'E-1' },
    };
    const [statement] = readBankFile(csvOf([paid, { ...paid, amount: '-1', state: 'PDNG' }]));

    expect(statement).toMatchObject({ account: ownAccount, balances: [] });
    expect(statement?.entries).toMatchObject([
      {
        ...{ place: 1, line: 2, state: 'booked', bookedOn: '2026-02-10', endToEndId: 'E-1' },
        ...{ amount: nanos('1234.5'), currency: 'EUR' },
        counterparty: { name: 'Müller & Söhne GmbH', account: 'DE89370400440532013000' },
        texts: ['Rechnung "INV-2026-000001"; danke'],
      },
      { line: 3, state: 'pending', amount: nanos('-1') },
    ]);
  });

  it('may have the bank and the account above its titles, and a balance below', () => {
    const csv = [
      '\uFEFF"Girokonto";"DE75 5121 0800 1245 1261 99"',
      '"Kontostand vom 11.02.2026:";"1.234,56 €"',
      '""',
      '"Buchungsdatum";"Wertstellung";"Status";"Zahlungspflichtige*r";"Verwendungszweck";"Betrag (€)"',
      '"10.02.26";"11.02.26";"Gebucht";"Jane Doe";"Danke";"1.234,50"',
      '"Kontostand";"";"";"";"";"1.234,56"',
    ].join('\n');

    expect(read(csv, {})).toMatchObject({
      account: ownAccount,
      entries: [
        {
          ...{ line: 5, bookedOn: '2026-02-10', valueOn: '2026-02-11', amount: nanos('1234.5') },
          ...{ currency: 'EUR', counterparty: { name: 'Jane Doe' }, texts: ['Danke'] },
        },
      ],
    });
  });

  it('is read by the titles that English banks have, with columns of money in and out', () => {
    const csv = [
      'Date,Description,Money In,Money Out,Currency',
      '2026-02-10,"Jane, INV-2026-000001",12.50,,GBP',
      '2026-02-11,Fee,0.00,1.00,GBP',
    ].join('\r\n');

    expect(read(csv).entries).toMatchObject([
      { amount: nanos('12.5'), currency: 'GBP', texts: ['Jane, INV-2026-000001'] },
      { amount: nanos('-1') },
    ]);
  });

  it('is read by columns that are named, where its titles are of its own', () => {
    const csv = 'Day|x;Sum;Who;Line 1;Line 2\n10.02.2026;1,00;Jane;INV-2026-;000001\n';
    const columns = { date: 'Day|x', amount: 'Sum', name: 'Who', text: ['Line 1', 'Line 2'] };

    expect(read(csv, { account: 'A', columns, currency: 'EUR' }).entries).toMatchObject([
      { counterparty: { name: 'Jane' }, texts: ['INV-2026-', '000001'] },
    ]);
    expect(refused(csv)).toMatchObject({ code: 'bank-statement.invalid', param: '/columns' });
    expect(refused(csv, { columns: { date: 'Day', amount: 'Sum' } }).param).toBe('/columns');
  });

  it.each([
    ['12,50', '12.5'],
    ['-12,50', '-12.5'],
    ['−12.50', '-12.5'],
    ['12,50-', '-12.5'],
    ['(12.50)', '-12.5'],
    ['+1.234.567,8', '1234567.8'],
    ["1'234.50", '1234.5'],
    ['1 234,50', '1234.5'],
    ['1,234', '1234'],
    ['1.234', '1234'],
    ['12.50 EUR', '12.5'],
    ['€ 12.50', '12.5'],
    ['5', '5'],
  ])('with the amount %s has moved %s', (written, amount) => {
    expect(amountsIn(`date;amount;currency\n2026-02-10;${written};EUR\n`)).toEqual([nanos(amount)]);
  });

  it.each(['', 'x', '1.2.3,4.5', '12.5051', '1,23,45.6', '--1', '(1', '1e3', '1.234.56'])(
    'with “%s” for an amount is refused',
    (written) => {
      const csv = `date;amount;currency\n2026-02-10;${written};EUR\n`;

      expect(refused(csv).detail).toMatch(/^line 2: (?:the amount|nothing in the file)/);
    },
  );

  it('tells thousands from a fraction of three places by its other lines, or not at all', () => {
    const one = 'date;amount;currency\n2026-02-10;1.234;KWD\n';

    expect(refused(one).detail).toContain('tells thousands from a fraction in "1.234"');
    expect(amountsIn(`${one}2026-02-10;0,5;KWD\n`)).toEqual([nanos('1234'), nanos('0.5')]);
    expect(amountsIn(`${one}2026-02-10;0.5;KWD\n`)).toEqual([nanos('1.234'), nanos('0.5')]);
    expect(refused(`${one}2026-02-10;0.5;KWD\n2026-02-10;0,5;KWD\n`).detail).toContain('1.234');
  });

  it('takes three digits for a fraction where its other lines have one, and refuses them then', () => {
    const csv = 'date;amount;currency\n2026-02-10;12.50;EUR\n2026-02-10;12.505;EUR\n';

    expect(refused(csv).detail).toBe('line 3: the amount cannot be paid in EUR: got "12.505"');
  });

  it('tells the day from the month by its other lines, by what is said, or not at all', () => {
    const one = 'date;amount;currency\n03/02/2026;1.00;GBP\n';
    const days = (csv: string, reading?: CsvReading) =>
      read(csv, reading).entries.map(({ bookedOn }) => bookedOn);

    expect(refused(one).detail).toContain('say which comes first, dmy or mdy');
    expect(days(one, { account: 'A', days: 'mdy' })).toEqual(['2026-03-02']);
    expect(days(`${one}13/02/2026;1.00;GBP\n`)).toEqual(['2026-02-03', '2026-02-13']);
    expect(days(`${one}02/13/2026;1.00;GBP\n`)).toEqual(['2026-03-02', '2026-02-13']);
  });

  it.each(['30.02.2026', '2026-13-01', '0', 'x1'])('of %s, which is no day, is refused', (day) => {
    const csv = `date;amount;currency\n${day};1.00;EUR\n`;

    expect(refused(csv).detail).toBe(`line 2: the day cannot be read: got ${JSON.stringify(day)}`);
  });

  it('goes by a word for the direction where it has one', () => {
    const csv = 'date;amount;currency;Soll/Haben\n2026-02-10;1;EUR;S\n2026-02-10;2;EUR;H\n';

    expect(amountsIn(csv)).toEqual([nanos('-1'), nanos('2')]);
    expect(refused(`${csv}2026-02-10;-2;EUR;H\n`).detail).toContain('said to have come in');
  });

  it('says what was instructed, where a return came with charges', () => {
    const csv =
      'Buchungstag;Betrag;Waehrung;Buchungstext;Lastschrift Ursprungsbetrag\n' +
      '10.02.2026;-15,50;EUR;RUECKLASTSCHRIFT;-12,50\n10.02.2026;1,00;EUR;GUTSCHRIFT;\n';

    expect(read(csv).entries).toMatchObject([
      { amount: nanos('-15.5'), instructed: nanos('12.5'), returnReason: 'RUECKLASTSCHRIFT' },
      { amount: nanos('1') },
    ]);
    expect(read(csv).entries[1]).not.toHaveProperty('instructed');
  });

  it('has to say its account and its currency, or they are to be said', () => {
    const csv = 'date;amount\n2026-02-10;1.00\n';

    expect(refused(csv, {}).param).toBe('/account');
    expect(refused(csv).param).toBe('/currency');
    expect(read(csv, { account: 'A', currency: 'eur' }).entries).toMatchObject([
      { currency: 'EUR' },
    ]);
  });

  it('is refused where a quote is never closed, at the line where it begins', () => {
    const csv =
      'date,amount,currency,text\n2026-02-10,1.00,EUR,"a\nb"\n2026-02-10,1.00,EUR,"never\n';

    expect(refused(csv).detail).toBe('line 4: a cell begins with a quote that is never closed');
  });

  it('is bounded in its lines, and in the length of a cell', () => {
    const titles = 'date;amount;currency;text\n';
    const line = '2026-02-10;1.00;EUR;a\n';

    expect(refused(titles + line.repeat(2_001)).detail).toContain('more than 2000 entries');
    expect(refused(`${titles}2026-02-10;1.00;EUR;${'x'.repeat(4_001)}`).detail).toContain(
      'a cell is longer than 4000 characters',
    );
    expect(refused(titles + `${';'.repeat(101)}\n`.repeat(2) + line).detail).toContain('cells');
  });

  it('is not read in the wrong letters', () => {
    const utf8 = read('date;amount;currency;name\n2026-02-10;1.00;EUR;Müller\n');
    const [other] = readBankFile(
      inWindows1252('date;amount;currency;name\n2026-02-10;1.00;EUR;Müller\n'),
      { account: ownAccount },
    );

    expect(utf8.entries).toMatchObject([{ counterparty: { name: 'Müller' } }]);
    expect(other?.entries).toEqual(utf8.entries);
  });
});
