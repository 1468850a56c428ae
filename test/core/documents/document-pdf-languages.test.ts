import { describe, expect, it } from '@jest/globals';
import type { DocumentContent } from '../../../core/contract/invoices/invoice.ts';
import { ownDescriptions } from '../../../core/contract/invoices/own-descriptions.ts';
import { documentPdf } from '../../../core/documents/pdf/document-pdf.ts';
import { aCreditNote, aLine, anInvoice, aStatement, figures, standardRate } from './a-document.ts';
import { installedFonts } from './font-files.ts';
import { textOf } from './pdf-text.ts';

const shown = async (document: DocumentContent) =>
  textOf(await documentPdf(document, installedFonts));

const large = aLine({
  quantity: '1234567',
  unitPrice: '0.01',
  exactAmount: '12345.67',
  amount: '12345.67',
});
const { adjustment, upToMinimum, rounding } = ownDescriptions;
const made = (kind: 'adjustment' | 'minimum' | 'rounding' | 'usage', description: string) =>
  aLine({ id: kind, kind, description });
const own = figures(
  [
    large,
    made('minimum', upToMinimum('Zugriffe')),
    made('adjustment', adjustment('2026-05', upToMinimum('Zugriffe'))),
    made('rounding', rounding),
  ],
  standardRate,
);

describe('a document in German', () => {
  const invoice = anInvoice({ language: 'de', ...own, carriedOut: '1234.5' });

  it('has its days, numbers and words as Germany writes them', async () => {
    const lines = (await shown(invoice)).split('\n');

    for (const text of [
      'Rechnung',
      '2. Juli 2026',
      '1. – 30. Juni 2026',
      '1.234.567',
      '0,01',
      '12.345,67',
      'USt 19 % auf 12.382,57',
      'USt-IdNr. NL001234567B01',
      'Gesamtbetrag EUR',
      'Auf die nächste Rechnung übertragen: 1.234,5 EUR',
      'Zahlbar bis 16. Juli 2026, 14 Tage nach Ausstellung.',
      'Rechnung F-2026-0042  ·  Seite 1 von 1',
    ]) {
      expect(lines).toContain(text);
    }
  });

  it('has the descriptions that are ours in German, and those of the seller as they are', async () => {
    const text = await shown(invoice);

    expect(text).toContain('Zugriffe: bis zum Mindestbetrag');
    expect(text).toContain('Anpassung für 2026-05: Zugriffe: bis zum');
    expect(text).toContain('Rundung, auf die nächste Rechnung');
    expect(text).toContain('Article views');
    expect(text).not.toMatch(/Rounding|Adjustment|up to the/);
  });

  it('leaves what a seller calls usage, whatever it sounds like', async () => {
    const text = await shown(
      anInvoice({ language: 'de', ...figures([made('usage', rounding)], standardRate) }),
    );

    expect(text).toContain('Rounding, carried to the next');
  });

  it('says in the words of its law that the buyer owes the tax', async () => {
    const text = await shown(
      anInvoice({ language: 'de', ...figures([aLine()], { category: 'AE', rate: '0' }) }),
    );

    expect(text.replaceAll('\n', ' ')).toContain(
      'Steuerschuldnerschaft des Leistungsempfängers auf 12,30',
    );
  });
});

describe('a document in French', () => {
  it('has its days, numbers and words as France writes them', async () => {
    const text = await shown(anInvoice({ language: 'fr', ...own }));

    for (const one of [
      'Facture\n',
      'du 1er au 30 juin 2026',
      '1 234 567',
      '12 345,67',
      'TVA 19 % sur 12 382,57',
      'Total TTC EUR',
      'Zugriffe : complément au minimum',
      'À régler avant le 16 juillet 2026 inclus',
      'Page 1 sur 1',
    ]) {
      expect(text).toContain(one);
    }
  });

  it('never parts a number at its narrow spaces', async () => {
    const carriedOut = '1234567890123.123456789';
    const statements = Array.from({ length: 28 }, (_, index) =>
      aStatement({ language: 'fr', carriedOut, minimumCharge: `1${'0'.repeat(index)}` }),
    );

    for (const statement of statements) {
      expect(await shown(statement)).toMatch(/facturé\.\s1 234 567 890 123,123456789\sEUR/);
    }
  });
});

describe('the language', () => {
  it('is English where a document of before does not say one', async () => {
    expect(await shown(anInvoice())).toContain('Date of issue\n2 July 2026');
  });

  it.each(['en', 'de', 'fr'] as const)(
    'is that of the file, for who has it read aloud: %s',
    async (language) => {
      const file = Buffer.from(await documentPdf(anInvoice({ language }), installedFonts)).toString(
        'latin1',
      );

      expect(file).toContain(`/Lang (${language})`);
      expect(file).toContain(`<rdf:li>${language}</rdf:li>`);
    },
  );

  it.each([
    ['de', 'Rechnungskorrektur', 'Warum dies keine Rechnung ist'],
    ['fr', 'Avoir', 'Pourquoi ceci n’est pas une facture'.toUpperCase()],
  ] as const)(
    'is that of credit notes, drafts and statements, too: %s',
    async (language, credit, why) => {
      expect(await shown(aCreditNote({ language }))).toContain(credit);
      expect(await shown(aStatement({ language }))).toContain(why.toUpperCase());
    },
  );
});

describe('what a document says of months that belong together', () => {
  const commitment = {
    ...{ from: '2026-01', last: '2026-06', amount: '12000', used: '4310.5' },
    ...{ left: '0', charged: '7689.5' },
  };
  const together = anInvoice({
    ...figures(
      [
        large,
        made('minimum', ownDescriptions.termCommitment({ from: '2026-01', last: '2026-06' })),
      ],
      standardRate,
    ),
    ...{ commitment, carriedIn: '7.5' },
    carriedFrom: [
      { id: 'inv_1', period: '2026-04', exactAmount: '3' },
      { id: 'inv_2', period: '2026-05', exactAmount: '4.5' },
    ],
  });

  it.each([
    [
      'en',
      'Commitment from 2026-01 to 2026-06: what is missing',
      'From 2026-01 to 2026-06, usage comes to at least 12,000.00 EUR. Used so far: 4,310.50 EUR. Left: 0.00 EUR.',
      'Charged as it was missing: 7,689.50 EUR.',
      'In that, 2026-05: 4.5 EUR',
    ],
    [
      'de',
      'Mindestabnahme von 2026-01 bis 2026-06: was fehlt',
      'Bisher genutzt: 4.310,50 EUR. Offen: 0,00 EUR.',
      'Als fehlend berechnet: 7.689,50 EUR.',
      'Darin 2026-05: 4,5 EUR',
    ],
    [
      'fr',
      'Engagement de 2026-01 à 2026-06 : complément',
      'Consommé à ce jour : 4 310,50 EUR. Reste : 0,00 EUR.',
      'Facturé comme complément : 7 689,50 EUR.',
      'Dont 2026-05 : 4,5 EUR',
    ],
  ] as const)('is written in %s', async (language, ...wanted) => {
    const text = (await shown({ ...together, language })).replace(/[\n\u00a0\u202f ]+/gu, ' ');

    for (const one of wanted) expect(text).toContain(one);
  });
});
