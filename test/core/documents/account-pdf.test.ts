import { describe, expect, it } from '@jest/globals';
import type { DocumentLanguage } from '../../../core/contract/invoices/invoice.ts';
import type { AccountStatement } from '../../../core/documents/account-statement.ts';
import { accountPdf } from '../../../core/documents/pdf/account-pdf.ts';
import { currencyFrom } from '../../../core/kernel/currency.ts';
import type { AccountEntry, PayerAccount } from '../../../core/reports/payer-account.ts';
import { aBuyer, aSeller } from './a-document.ts';
import { installedFonts } from './font-files.ts';
import { objectsOf } from './pdf-objects.ts';
import { pagesOf, textOf } from './pdf-text.ts';

const currencyOf = (code: string): PayerAccount['currency'] => {
  const currency = currencyFrom(code);
  if (currency === undefined) throw new Error(`${code} is none`);
  return currency;
};

const anEntry = (entry: Partial<AccountEntry> = {}): AccountEntry => ({
  ...{ day: '2026-07-02', kind: 'invoice', number: 'F-2026-0042' },
  ...{ invoice: undefined, reference: undefined },
  ...{ amount: '119.00', receivable: '119.00', balance: '131.00' },
  ...entry,
});

const euros: PayerAccount = {
  currency: currencyOf('EUR'),
  opening: '12.00',
  entries: [
    anEntry(),
    anEntry({
      ...{ day: '2026-07-09', kind: 'payment', number: undefined, reference: 'DE-7' },
      ...{ invoice: 'F-2026-0042', amount: '-100.00', receivable: '-100.00', balance: '31.00' },
    }),
    anEntry({
      ...{ day: '2026-07-10', kind: 'application', number: undefined, invoice: 'F-2026-0042' },
      ...{ amount: '0.00', receivable: '-5.00', balance: '31.00' },
    }),
  ],
  closing: '31.00',
  open: [
    {
      ...{ number: 'F-2026-0042', date: '2026-07-02', dueDate: '2026-07-16' },
      ...{ overdueDays: 15, amount: '1234.00' },
    },
    {
      ...{ number: 'F-2026-0043', date: '2026-07-20', dueDate: '2026-08-03' },
      ...{ overdueDays: -3, amount: '7.00' },
    },
    {
      ...{ number: undefined, date: undefined, dueDate: undefined },
      overdueDays: 0,
      amount: '-8.00',
    },
  ],
};
const dollars: PayerAccount = {
  ...{ currency: currencyOf('USD'), opening: '0.00', closing: '0.00', entries: [], open: [] },
};

const aStatement = (fields: Partial<AccountStatement> = {}): AccountStatement => ({
  ...{ seller: aSeller, buyer: aBuyer, customer: 'press-review', language: 'en' },
  ...{ from: '2026-07-01', to: '2026-07-31', day: '2026-08-01' },
  made: new Date('2026-08-01T08:00:00Z'),
  accounts: [euros, dollars],
  ...fields,
});

const pdfOf = (statement: AccountStatement) => accountPdf(statement, installedFonts);
const shown = async (statement: AccountStatement) => textOf(await pdfOf(statement));

describe('a statement of account as PDF', () => {
  it('says what was owed before, what each document did to that, and what is owed after', async () => {
    const text = await shown(aStatement());

    expect(text).toMatch(/Statement of account[\s\S]*From\n1 July 2026\nTo\n31 July 2026/);
    expect(text).toMatch(/Entries in EUR\n[\s\S]*1 July 2026\nBalance before\n12\.00/);
    expect(text).toMatch(/2 July 2026\nInvoice F-2026-0042\n119\.00\n131\.00/);
    expect(text).toMatch(/Payment, of F-2026-0042\nDE-7\n-100\.00\n31\.00/);
    expect(text.replaceAll('\n', ' ')).toContain('Money of before used for F-2026-0042: 5.00');
    expect(text).toMatch(/31 July 2026\nBalance\n31\.00/);
  });

  it('says what is open, how long it is overdue, and money that is not used', async () => {
    const text = await shown(aStatement());

    expect(text).toMatch(/Open items in EUR[\s\S]*16 July 2026\n15 days\n1,234\.00/);
    expect(text).toMatch(/F-2026-0043\n20 July 2026\n3 August 2026\nnot due\n7\.00/);
    expect(text).toMatch(/Money not used yet\n-8\.00\nTogether\n31\.00/);
  });

  it('has each currency by itself, none added to another', async () => {
    const text = await shown(aStatement());

    expect(text).toContain('31.00 EUR  ·  0.00 USD');
    expect(text).toMatch(/Entries in USD[\s\S]*Open items in USD\nNothing is open\./);
  });

  it.each([
    ['de', ['Kontoauszug', 'Offene Posten in EUR', '15 Tage', '1.234,00', '2. Juli 2026']],
    ['fr', ['Relevé de compte', 'Postes ouverts en EUR', '15 jours', '2 juillet 2026']],
  ] as const)(
    'is in the language of the customer: %s',
    async (language: DocumentLanguage, words) => {
      const text = await shown(aStatement({ language }));

      for (const word of words) expect(text).toContain(word);
    },
  );

  it('is of one that nothing was booked of', async () => {
    expect(await shown(aStatement({ accounts: [] }))).toContain('Nothing was booked.');
  });

  it('goes on over pages, under the same titles, as two tables of rows and cells', async () => {
    const entries = Array.from({ length: 120 }, () => anEntry());
    const bytes = await pdfOf(aStatement({ accounts: [{ ...euros, entries }] }));

    const pages = pagesOf(bytes).map(({ texts }) => texts.join('\n'));
    expect(pages.length).toBeGreaterThan(2);
    expect(pages[1]).toContain('Statement of account  ·  Press Review B.V.  ·  EUR');
    expect(pages[1]).toMatch(/Date\nEntry\nReference/);
    const tags = [...objectsOf(bytes).values()].map(({ dictionary }) => dictionary);
    expect(tags.filter((tag) => tag.includes('/S /H2 '))).toHaveLength(3);
    expect(tags.filter((tag) => tag.includes('/Scope /Column'))).toHaveLength(10);
    expect(tags.filter((tag) => tag.includes('/S /Table '))).toHaveLength(3);
    expect(tags.join()).not.toContain('/EmbeddedFile');
  });

  it('is the same whenever it is drawn of the same', async () => {
    expect(await pdfOf(aStatement())).toEqual(await pdfOf(aStatement()));
  });
});
