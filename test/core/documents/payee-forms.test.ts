import { describe, expect, it } from '@jest/globals';
import type { PayeeStatement } from '../../../core/contract/payee-statements/statement.ts';
import { payeeStatement } from '../../../core/contract/payee-statements/statement-shapes.ts';
import { payeeForm } from '../../../core/documents/payees/payee-form.ts';
import { payeePdf } from '../../../core/documents/pdf/payee-pdf.ts';
import { exact, nanos } from '../../fixtures/invoicing.ts';
import {
  ada,
  aPayeeStatement,
  billingOf,
  lawfulStatements,
  october,
  octoberLines,
  registered,
} from '../../fixtures/payee-statements.ts';
import { installedFonts } from './font-files.ts';
import { objectsOf } from './pdf-objects.ts';
import { pagesOf, textOf } from './pdf-text.ts';

const pdfOf = (statement: PayeeStatement) => payeePdf(statement, installedFonts);
const shown = async (statement: PayeeStatement) => textOf(await pdfOf(statement));

async function formOf(statement: PayeeStatement, form: 'json' | 'csv') {
  const made = await payeeForm(statement, form, pdfOf);
  if ('obstacles' in made) throw new Error(made.obstacles.join('; '));
  return Buffer.from(made.bytes).toString('utf8');
}

const withheld = aPayeeStatement({
  body: { ...ada, country: 'US' },
  billing: billingOf({ withholding: { US: { rate: '15', reason: 'Article 12, treaty' } } }),
});

/** A payout of 10.50 with a fee of 0.10, and another that came back. */
const paidWithFee = aPayeeStatement({
  body: registered,
  owed: { statements: 3, opening: nanos('20'), paidOut: nanos('7.5') },
  movements: [
    {
      ...{ id: 'pout_1', kind: 'payout', day: '2026-10-05', rail: 'sepa' },
      ...{ reference: 'FP-1', amount: '10.5', fee: '0.1', net: '10.4' },
    },
    {
      ...{ id: 'pret_1', kind: 'payout-return', day: '2026-10-09', rail: 'sepa' },
      ...{ reference: 'FP-2', amount: '-3', fee: '-0.1', net: '-2.9' },
    },
  ],
});

describe('a payee’s statement as PDF', () => {
  it('says who earned what of which content, and what is due', async () => {
    const text = await shown(aPayeeStatement());

    expect(text).toMatch(/Statement of earnings[\s\S]*Earned in\nOctober 2026/);
    expect(text).toMatch(/PAYEE\nAda Lefèvre\n3 quai Saint-Vincent/);
    expect(text).toMatch(/ada\nauthors\nFR\n70\n5\.88\n5\.88/);
    expect(text).toMatch(/DUE TO YOU\n8\.40 EUR\nup to this, less the payout’s fee/);
  });

  it.each([
    ['en', 'rounded down to a multiple of 0.01 EUR, less the fee of the payout'],
    ['de', 'abgerundet auf ein Vielfaches von 0,01 EUR, abzüglich der Gebühr'],
    ['fr', 'arrondi vers le bas à 0,01 EUR près, moins les frais'],
  ] as const)('promises no more than is paid out of it: %s', async (language, says) => {
    // 1.6579 is owed, of which 1.66 is on the lines, and 1.65 can be paid.
    const owed = {
      body: { ...ada, language },
      months: [{ month: october, earned: [{ meter: 'reads', exact: exact('1.6579') }] }],
      lines: new Map([[october, [{ ...octoberLines[0], exact: exact('1.6579') } as never]]]),
      owed: { earned: nanos('1.6579') },
    };
    const statement = aPayeeStatement(owed);
    const text = (await shown(statement)).replaceAll('\n', ' ');

    expect([statement.due, statement.account.closing]).toEqual(['1.66', '1.6579']);
    expect(text).toContain(says);
    expect(text).not.toMatch(/next payout|nächsten Auszahlung|prochain versement/);
  });

  it('says nothing of a payout where nothing is owed', async () => {
    const text = await shown(aPayeeStatement({ owed: { paidOut: nanos('8.4') } }));

    expect(text).not.toContain('HOW IT IS PAID OUT');
  });

  it('that is self-billed says so, has the tax, and itself as CII in it', async () => {
    const bytes = await pdfOf(aPayeeStatement({ body: registered }));

    const text = textOf(bytes);
    expect(text).toMatch(/Self-billed invoice[\s\S]*Number\nSB-2026-000001/);
    expect(text).toMatch(/SUPPLIER\nAda Lefèvre/);
    expect(text).toMatch(/VAT 20 % on 8\.40\n1\.68[\s\S]*Total EUR\n10\.08/);
    expect(text.replaceAll('\n', ' ')).toContain(
      'Made out by Revue SAS in the name and on behalf of Ada Lefèvre',
    );
    const dictionaries = [...objectsOf(bytes).values()].map(({ dictionary }) => dictionary);
    expect(dictionaries.join()).toContain('/EmbeddedFile');
  });

  it('says what is withheld, and why', async () => {
    const text = await shown(withheld);

    expect(text).toMatch(/Withheld for US, 15 % of 8\.40\n-1\.26\nDue EUR\n7\.14/);
    expect(text).toContain('Article 12, treaty');
  });

  it('says what was owed, what was paid out since, and by which payouts', async () => {
    const text = await shown(
      aPayeeStatement({
        owed: { statements: 3, opening: nanos('20'), paidOut: nanos('12.5') },
        movements: [
          {
            ...{ id: 'pout_1', kind: 'payout', day: '2026-10-05', rail: 'sepa' },
            ...{ reference: 'RUN-7', amount: '20' },
          },
          {
            ...{ id: 'pret_1', kind: 'payout-return', day: '2026-10-09', rail: 'sepa' },
            ...{ reference: 'RUN-7', amount: '-7.5' },
          },
        ],
        furtherMovements: 4,
      }),
    );

    expect(text).toMatch(/Owed with the statement before\n20\.00\n/);
    expect(text).toMatch(/Paid out, less what came back\n-12\.50\n/);
    expect(text).toMatch(/Owed to you now\n15\.90/);
    expect(text).toMatch(/4 earlier ones\n5 October 2026\nPayout\nsepa\nRUN-7\n20\.00\n/);
    expect(text).toMatch(/9 October 2026\nCame back\nsepa\nRUN-7\n-7\.50/);
  });

  it('says what the fee of a payout was, and what came to the payee', async () => {
    const text = await shown(paidWithFee);

    expect(text).toMatch(
      /Payout\nsepa\nFP-1\n10\.50\nof it, our fee\n0\.10\nat your account\n10\.40/,
    );
    expect(text).toMatch(
      /Came back\nsepa\nFP-2\n-3\.00\nof it, our fee\n-0\.10\nat your account\n-2\.90/,
    );
  });

  it.each([
    ['de', registered, ['Gutschrift', 'LEISTENDER', 'Oktober 2026', '8,40', 'Ihr Guthaben jetzt']],
    [
      'fr',
      registered,
      ['Facture (autofacturation)', 'octobre 2026', 'Autofacturation'.toUpperCase()],
    ],
    ['fr', ada, ['Relevé de droits', 'Bénéficiaire'.toUpperCase()]],
  ] as const)('is in the language of the payee: %s', async (language, body, words) => {
    const text = await shown(aPayeeStatement({ body: { ...body, language } }));

    for (const word of words) expect(text).toContain(word);
  });

  it('goes on over pages, under the same titles', async () => {
    const [line] = octoberLines;
    const lines = Array.from({ length: 150 }, (_, place) => ({
      ...line,
      value: `article-${place}`,
    }));
    const all = 150n * (line?.exact ?? 0n);
    const bytes = await pdfOf(
      aPayeeStatement({
        months: [{ month: october, earned: [{ meter: 'reads', exact: all as never }] }],
        lines: new Map([[october, lines as never]]),
        owed: { earned: nanos('882.000000000') },
      }),
    );

    const pages = pagesOf(bytes).map(({ texts }) => texts.join('\n'));
    expect(pages.length).toBeGreaterThan(2);
    expect(pages[1]).toMatch(/October 2026[\s\S]*Content\nShare\n/);
  });

  it.each(Object.entries(lawfulStatements()))(
    'has the same bytes whenever it is drawn: %s',
    async (_, statement) => {
      const first = await pdfOf(statement);

      expect(Buffer.from(await pdfOf(structuredClone(statement))).equals(first)).toBe(true);
    },
  );
});

describe('a payee’s statement as CSV', () => {
  it('has a row for each line, each tax and what is withheld, which are together what is due', async () => {
    const csv = await formOf(withheld, 'csv');

    const rows = csv.replace('\ufeff', '').trimEnd().split('\r\n');
    expect(rows).toHaveLength(4);
    expect(rows[1]).toBe(
      ',2026-11-03,ada,Ada Lefèvre,EUR,2026-10,line,1,content,2026-10,authors,reads,ada,FR,authors: ada,70,5.88,5.88,,,7.14,,,,,,',
    );
    expect(rows[3]).toContain('withheld,,,,,,,US,,,,-1.26,15,"Article 12, treaty",7.14,');
    const amounts = rows.slice(1).map((row) => /,(-?\d+\.\d\d),(?:15)?,/.exec(row)?.[1] ?? '0');
    expect(amounts.reduce((sum, amount) => sum + nanos(amount), 0n)).toBe(nanos('7.14'));
  });

  it('has a row for each payout, with its fee, beside what adds up to what is due', async () => {
    const csv = await formOf(paidWithFee, 'csv');

    expect(csv).toContain(',payout,,,,,,,,,,,,,,10.08,2026-10-05,sepa,FP-1,10.5,0.1,10.4\r\n');
    expect(csv).toContain(',payout-return,,,,,,,,,,,,,,10.08,2026-10-09,sepa,FP-2,-3,-0.1,-2.9');
  });

  it('has semicolons and decimal commas where that is asked for', async () => {
    const statement = aPayeeStatement({ billing: billingOf({ csvSeparator: 'semicolon' }) });

    expect(await formOf(statement, 'csv')).toContain(';70;5,88;5,88;;;8,40');
  });
});

describe('a payee’s statement as JSON', () => {
  it.each(Object.entries(lawfulStatements()))('is as its shape says: %s', async (_, statement) => {
    const json: unknown = JSON.parse(await formOf(statement, 'json'));

    expect(payeeStatement.strict().parse(json)).toEqual(json);
  });
});
