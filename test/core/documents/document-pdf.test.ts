import { describe, expect, it } from '@jest/globals';
import type { DocumentContent } from '../../../core/contract/invoices/invoice.ts';
import { documentPdf } from '../../../core/documents/pdf/document-pdf.ts';
import { fontBook } from '../../../core/documents/pdf/fonts.ts';
import {
  aBuyer,
  aCreditNote,
  aLine,
  anInvoice,
  aStatement,
  figures,
  standardRate,
} from './a-document.ts';
import { installedFonts, readInstalledFont } from './font-files.ts';
import { pagesOf, textOf } from './pdf-text.ts';

const pdfOf = (document: DocumentContent) => documentPdf(document, installedFonts);
const shown = async (document: DocumentContent) => textOf(await pdfOf(document));

describe('a month within an interval of invoices', () => {
  it('says which invoice it is carried to, and not that it was too little', async () => {
    const carried = { reason: 'within-interval', invoicedWith: '2026-12' } as const;

    const text = await shown(aStatement(carried));

    expect(text).toContain('The month is invoiced with 2026-12.');
    expect(text).not.toContain('too small to be charged');
    expect(await shown(aStatement())).toContain('too small to be charged');
  });
});

describe('what a coupon takes off', () => {
  it('is said in the language of the document', async () => {
    const off = aLine({
      ...{ id: '2', kind: 'coupon', quantity: '-1', exactAmount: '-1.54', amount: '-1.54' },
      description: 'Article views: 12.5% off by the coupon welcome',
    });
    const invoice = anInvoice(figures([aLine(), off], standardRate));

    const text = await shown(invoice);

    expect(text).toContain('Article views: 12.5% off by the coupon welcome');
    expect(text).toContain('-1.54');
    // Which quantity an electronic invoice has of it says nothing to a person.
    expect(text).not.toMatch(/(?:^|\s)-1(?:\s|$)/m);
    expect(await shown({ ...invoice, language: 'de' })).toContain(
      '12,5 % Nachlass mit dem Gutschein',
    );
  });
});

describe('the bytes of a PDF', () => {
  it('are the same for the same document, also with the fonts opened anew', async () => {
    const first = await pdfOf(anInvoice());

    const second = await documentPdf(structuredClone(anInvoice()), fontBook(readInstalledFont));

    expect(Buffer.from(second).equals(Buffer.from(first))).toBe(true);
  });

  it('do not depend on what was written with the same fonts before', async () => {
    // The glyph of έ is made of that of ε: a font that has met έ first has another mind of ε.
    const named = (name: string) => anInvoice({ buyer: { ...aBuyer, name } });
    const used = fontBook(readInstalledFont);
    await documentPdf(named('έ 株式会社'), used);

    const after = await documentPdf(named('ε'), used);

    const alone = await documentPdf(named('ε'), fontBook(readInstalledFont));
    expect(Buffer.from(after).equals(Buffer.from(alone))).toBe(true);
  });

  it('are dated as the document is', async () => {
    const file = Buffer.from(await pdfOf(anInvoice())).toString('latin1');

    expect(file).toContain('(D:20260702080000Z)');
  });
});

describe('an invoice as PDF', () => {
  it('says all that VAT law asks for', async () => {
    const text = await shown(anInvoice());

    for (const fact of [
      'Magazin Verlag GmbH',
      'Hauptstraße 1',
      '10115 Berlin',
      'DE',
      'VAT ID DE123456789',
      'Reg. no. HRB 12345',
      'Press Review B.V.',
      '1015 AA Amsterdam',
      'NL',
      'VAT ID NL001234567B01',
      'F-2026-0042',
      '2 July 2026',
      '1 – 30 June 2026',
      '16 July 2026',
      'Article views',
      '1,000',
      '0.0123',
      '19 %',
      '12.30',
      'VAT 19 % on 12.30',
      '2.34',
      '14.64',
      'Total EUR',
    ]) {
      expect(text.split('\n')).toContain(fact);
    }
  });

  it('says the base and the tax of each rate', async () => {
    const full = figures([aLine()], standardRate);
    const reduced = figures([aLine({ id: '2' })], { category: 'S', rate: '7' });

    const text = await shown(
      anInvoice({
        lines: [...full.lines, ...reduced.lines],
        taxes: [...full.taxes, ...reduced.taxes],
        subtotal: '24.60',
        total: '27.80',
      }),
    );

    expect(text).toMatch(/VAT 19 % on 12.30\n2.34\nVAT 7 % on 12.30\n0.86\n/);
  });

  it('says in the words of the law that the buyer owes the tax', async () => {
    const text = await shown(
      anInvoice(
        figures([aLine()], {
          category: 'AE',
          rate: '0',
          exemptionReason: 'Article 196 of Directive 2006/112/EC',
          exemptionCode: 'VATEX-EU-AE',
        }),
      ),
    );

    expect(text).toContain('Reverse charge on 12.30\n0.00');
    expect(text).toContain(
      'Reverse charge: the buyer owes the VAT. Article 196 of Directive 2006/112/EC (VATEX-EU-AE)',
    );
  });

  it('says how an amount comes about, and what it was before it was rounded', async () => {
    const { unitPrice: _, ...line } = aLine({
      exactAmount: '12.304217',
      dimensions: { region: 'eu', cdn: null },
    });
    const steps = [
      { of: 'units', tier: 1, quantity: '600', price: '0.01', amount: '6' },
      { of: 'units', tier: 2, quantity: '400', price: '0.015760542', amount: '6.304217' },
      { of: 'maximum', quantity: '1', amount: '-1.5' },
    ];

    const text = await shown(anInvoice(figures([{ ...line, steps }], standardRate)));

    expect(text).toContain('region: eu · cdn: —');
    expect(text).toContain('Tier 2: 400 × 0.015760542 = 6.304217');
    expect(text).toContain('limited to the maximum -1.5');
    expect(text).toContain('together 10.804217');
    expect(text).toContain('exactly 12.304217');
  });

  it('shows usage in the unit that it is sold by, and what a tier costs in it', async () => {
    const unit = { name: 'GB', size: '1000000000' };
    const line = aLine({ quantity: '1230000000000', unitPrice: '0.00000000001', unit });
    const { unitPrice: _, ...tiered } = line;
    const steps = [
      { of: 'units', tier: 1, quantity: '1000000000000', price: '0', amount: '0' },
      { of: 'units', tier: 2, quantity: '230000000000', price: '0.00000000005', amount: '11.5' },
      { of: 'flat-fee', tier: 2, quantity: '1', amount: '0.8' },
    ];

    const text = await shown(anInvoice(figures([line, { ...tiered, steps }], standardRate)));

    expect(text).toMatch(/1,230 GB\n0.01 per GB\n/);
    expect(text).toContain('Tier 1: 1,000 GB × 0.00 per GB = 0');
    expect(text).toContain('Tier 2: 230 GB × 0.05 per GB = 11.5');
    expect(text).toContain('Tier 2: fixed fee 0.8');
    expect(text).toContain('together 12.3');
  });

  it('states what it carries in and out, to the nano', async () => {
    const text = await shown(anInvoice({ carriedIn: '0.004217', carriedOut: '-0.002108433' }));

    expect(text).toContain('Carried in from earlier months: 0.004217 EUR');
    expect(text).toContain('Carried to the next invoice: -0.002108433 EUR');
  });

  it('says how to pay, unless there is nothing to pay', async () => {
    const owed = anInvoice({ paymentInstructions: 'IBAN DE02 1203' });
    const line = aLine({ amount: '0.00', exactAmount: '0', quantity: '0' });

    expect(await shown(owed)).toContain('IBAN DE02 1203');
    expect(await shown({ ...owed, ...figures([line], standardRate) })).not.toContain('IBAN');
  });

  it('has the notes of the seller, and who an adjustment is about', async () => {
    const adjusts = { id: 'i', number: 'F-2026-0017', issueDate: '2026-06-02', period: '2026-05' };

    const text = await shown(
      anInvoice({
        ...figures([aLine({ kind: 'adjustment', amount: '-3.69', adjusts })], standardRate),
        notes: ['Managing director: Erika Mustermann'],
      }),
    );

    expect(text).toContain('adjusts invoice F-2026-0017 of 2 June 2026');
    expect(text).toContain('-3.69');
    expect(text).toContain('Managing director: Erika Mustermann');
  });

  it('is stamped while it is a draft, and when it is void', async () => {
    const draft = await shown(
      anInvoice({ status: 'draft', number: null, issueDate: null, issuedAt: null }),
    );

    expect(draft).toContain('DRAFT');
    expect(draft).toContain('Draft invoice');
    expect(await shown(anInvoice({ status: 'void' }))).toContain('VOID');
    expect(await shown(anInvoice())).not.toMatch(/DRAFT|VOID/);
  });

  it('is stamped while it is a draft of a statement', async () => {
    expect(await shown(aStatement({ issueDate: null, issuedAt: null }))).toContain('DRAFT');
    expect(await shown(aStatement())).not.toContain('DRAFT');
  });
});

describe('two hundred lines', () => {
  const lines = Array.from({ length: 200 }, (_, index) =>
    aLine({
      id: String(index + 1),
      description: `Section ${index + 1} of 200`,
      dimensions: { n: 'x' },
    }),
  );
  const pages = pdfOf(anInvoice(figures(lines, standardRate))).then(pagesOf);

  it('are all there, once, in their order', async () => {
    const described = (await pages).flatMap(({ texts }) =>
      texts.filter((text) => text.startsWith('Section ')),
    );

    expect(described).toEqual(lines.map(({ description }) => description));
  });

  it('stand on several pages, each with its number and the headings of the columns', async () => {
    const all = await pages;

    expect(all.length).toBeGreaterThan(5);
    for (const [index, { texts }] of all.entries()) {
      expect(texts).toContain(`Invoice F-2026-0042  ·  Page ${index + 1} of ${all.length}`);
      expect(texts.filter((text) => text === 'Unit price')).toHaveLength(1);
    }
  });

  it('never part a line from its details, nor the total from what it sums up', async () => {
    const all = await pages;

    for (const { texts } of all) {
      const rows = texts.filter((text) => text.startsWith('Section ')).length;
      expect(texts.filter((text) => text === 'n: x')).toHaveLength(rows);
    }
    expect(all.at(-1)?.texts).toEqual(expect.arrayContaining(['2,460.00', '467.40', '2,927.40']));
  });
});

describe('other documents as PDF', () => {
  it('shows what a credit note corrects, and why', async () => {
    const text = await shown(aCreditNote());

    expect(text).toContain('Credit note');
    expect(text).toContain('F-2026-0042, 2 July 2026');
    expect(text).toContain('Views of a test account were counted');
    expect(text).toContain('Total credited EUR\n14.64');
    expect(text).not.toContain('Due date');
  });

  it.each([
    ['below-minimum', 'less than the minimum of 0.50 EUR'],
    ['credit-carried', 'The credit is carried'],
    ['nothing-to-charge', 'Nothing was used'],
  ] as const)('says why a statement is not an invoice: %s', async (reason, words) => {
    const text = await shown(aStatement({ reason }));

    expect(text).toContain(words);
    expect(text).toContain('not an invoice, nothing to pay');
    expect(text).toContain('0.0042 EUR');
    expect(text).not.toContain('Total EUR');
  });
});
