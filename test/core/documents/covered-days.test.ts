import { describe, expect, it } from '@jest/globals';
import type { CreditNote, Invoice } from '../../../core/contract/invoices/invoice.ts';
import type { InvoicePeriod } from '../../../core/contract/invoices/invoice-period.ts';
import { documentCii } from '../../../core/documents/cii/document-cii.ts';
import { coveredDays } from '../../../core/documents/covered-days.ts';
import { documentPdf } from '../../../core/documents/pdf/document-pdf.ts';
import { documentUbl } from '../../../core/documents/ubl/document-ubl.ts';
import { aCreditNote, aLine, anInvoice, figures, june, standardRate } from './a-document.ts';
import { installedFonts } from './font-files.ts';
import { profiled } from './lawful-documents.ts';
import { textOf } from './pdf-text.ts';

const july: InvoicePeriod = {
  ...june,
  start: june.end,
  end: '2026-07-31T22:00:00Z',
  firstDay: '2026-07-01',
  lastDay: '2026-07-31',
};
const may: InvoicePeriod = {
  ...june,
  start: '2026-04-30T22:00:00Z',
  end: june.start,
  firstDay: '2026-05-01',
  lastDay: '2026-05-31',
};

const usage = aLine();
const feeAhead = aLine({ id: '2', kind: 'fee', description: 'Base fee', period: july });
const late = aLine({ id: '3', kind: 'adjustment', description: 'Late views', period: may });
const rounding = aLine({ id: '4', kind: 'rounding', description: 'Rounding' });

const daysOf = (lines: Invoice['lines']) => coveredDays({ period: june, lines });

const shown = async (document: Invoice | CreditNote) =>
  textOf(await documentPdf(document, installedFonts));

function xmlOf(result: ReturnType<typeof documentUbl>): string {
  if ('xml' in result) return result.xml;
  throw new Error(`no XML: ${result.obstacles.join('; ')}`);
}

/** The first period in UBL: that of the document stands before its lines. */
const ublDays = (xml: string) =>
  /<cbc:StartDate>(.*)<\/cbc:StartDate>\s*<cbc:EndDate>(.*)<\/cbc:EndDate>/.exec(xml)?.slice(1);

describe('the days that a document covers', () => {
  it('are those from the first to the last of its lines', () => {
    expect(daysOf([usage])).toEqual({ firstDay: '2026-06-01', lastDay: '2026-06-30' });
    expect(daysOf([usage, feeAhead])).toEqual({ firstDay: '2026-06-01', lastDay: '2026-07-31' });
    expect(daysOf([feeAhead, usage, late])).toEqual({
      firstDay: '2026-05-01',
      lastDay: '2026-07-31',
    });
    expect(daysOf([feeAhead])).toEqual({ firstDay: '2026-07-01', lastDay: '2026-07-31' });
  });

  it('are those of its month where it has no lines', () => {
    expect(daysOf([])).toEqual({ firstDay: '2026-06-01', lastDay: '2026-06-30' });
  });
});

describe('an invoice with a fee of the next month', () => {
  const invoice = anInvoice(figures([usage, feeAhead, rounding], standardRate));

  it('has the days of both months in the head of its PDF, and those of each line beside it', async () => {
    const lines = (await shown(invoice)).split('\n');

    expect(lines[lines.indexOf('Supply period') + 1]).toBe('1 June 2026 – 31 July 2026');
    expect(lines.filter((line) => /^1 – 3. (?:June|July) 2026$/.test(line))).toEqual([
      '1 – 30 June 2026',
      '1 – 31 July 2026',
    ]);
  });

  it.each(['en16931', 'peppol-bis-3', 'xrechnung-3'] as const)(
    'has the same days in UBL of the profile %s',
    (profile) => {
      const xml = xmlOf(documentUbl(profiled(invoice, profile)));

      expect(ublDays(xml)).toEqual(['2026-06-01', '2026-07-31']);
    },
  );

  it('has the same days in CII', () => {
    const [, ofDocument = ''] = xmlOf(documentCii(invoice)).split(
      '<ram:ApplicableHeaderTradeSettlement>',
    );

    expect(ofDocument.match(/(?<="102">)20260[67]\d\d(?=<)/g)?.slice(0, 2)).toEqual([
      '20260601',
      '20260731',
    ]);
  });
});

describe('a credit note on a fee of the next month', () => {
  it('has the days of that month in its head', async () => {
    const note = aCreditNote(figures([{ ...feeAhead, correctsLine: '2' }], standardRate));

    const lines = (await shown(note)).split('\n');

    expect(lines[lines.indexOf('Supply period') + 1]).toBe('1 – 31 July 2026');
    expect(lines).toContain('1 – 31 July 2026 · takes off line 2');
  });
});

describe('a credit note as PDF', () => {
  it.each([
    ['en', 'CREDITED TO', 'reduces what is owed, or stays as credit'],
    ['de', 'RECHNUNGSKORREKTUR AN', 'mindert den offenen Betrag oder bleibt Guthaben'],
    ['fr', 'AVOIR À', 'déduit de la somme due, ou reste en crédit'],
  ] as const)('is no bill, and true of what was paid before: in %s', async (language, to, what) => {
    const lines = (await shown(aCreditNote({ language }))).split('\n');

    expect(lines).toContain(to);
    expect(lines).toContain(what);
    expect(lines.join()).not.toMatch(/BILLED TO|RECHNUNG AN|FACTURÉ À/);
  });
});
