import { describe, expect, it } from '@jest/globals';
import type { CreditNote, Invoice } from '../../../core/contract/invoices/invoice.ts';
import { ciiXml, documentCii } from '../../../core/documents/cii/document-cii.ts';
import { electronicFrom } from '../../../core/documents/electronic/electronic-from.ts';
import { documentUbl } from '../../../core/documents/ubl/document-ubl.ts';
import { aLine, anInvoice, aSeller, figures, standardRate } from './a-document.ts';
import { lawful, lawfulInProfiles, profiled } from './lawful-documents.ts';
import { haveRules, type Rules, verdicts, whereRules } from './rules/electronic-rules.ts';

type Document = Invoice | CreditNote;

const all: Readonly<Record<string, Document>> = { ...lawful, ...lawfulInProfiles };

function ublOf(document: Document): string {
  const result = documentUbl(document);
  if ('xml' in result) return result.xml;
  throw new Error(`no XML: ${result.obstacles.join('; ')}`);
}

/** XRechnung may be written in CII, too: the same terms, spelled otherwise. */
function ciiOf(document: Document): string {
  const result = electronicFrom(document, document.ublProfile ?? 'en16931');
  if ('invoice' in result) return ciiXml(result.invoice);
  throw new Error(`no XML: ${result.obstacles.join('; ')}`);
}

const ours = haveRules ? it : it.skip;
const SLOW = 600_000;

/** Each document takes its time: those that no rule of a set sees another side of are not judged by it again. */
const cases = [
  ['xrechnung-3', 'ubl', ublOf, all],
  ['xrechnung-3', 'xrechnung-ubl', ublOf, all],
  ['xrechnung-3', 'xrechnung-cii', ciiOf, all],
  ['peppol-bis-3', 'peppol-named', ublOf, all],
  ['peppol-bis-3', 'ubl', ublOf, lawfulInProfiles],
  ['en16931', 'cii', ciiOf, lawfulInProfiles],
] as const;

const documentsFor = (asked: Rules): Readonly<Record<string, string>> =>
  Object.fromEntries(
    cases
      .filter(([, rules]) => rules === asked)
      .flatMap(([profile, , write, documents]) =>
        Object.entries(documents).map(([name, document]) => [
          `${profile} ${name}`,
          write(profiled(document, profile)),
        ]),
      ),
  );

/** What is judged by the same rules is judged at once: to read them takes longer than to judge by them. */
const askedFor = new Set(haveRules ? cases.map(([, rules]) => rules) : []);
const verdictsBy = new Map(
  [...askedFor].map((rules) => [rules, verdicts(rules, documentsFor(rules))] as const),
);

describe.each(cases)('in %s, the rules %s', (profile, rules, _write, documents) => {
  ours.each(Object.keys(documents))(
    `are kept by %s${whereRules}`,
    async (name) => {
      expect((await verdictsBy.get(rules))?.get(`${profile} ${name}`)).toEqual([]);
    },
    SLOW,
  );
});

describe('the checks of Peppol that are named', () => {
  const peppol = ublOf(profiled(anInvoice({ notes: ['One.'] }), 'peppol-bis-3'));
  const line = '<cbc:StartDate>2026-06-01</cbc:StartDate>';
  const broken = {
    R001: peppol.replace(/<cbc:ProfileID>.*\n/, ''),
    R002: peppol.replace(/(<cbc:Note>.*\n)/, '$1$1'),
    R004: peppol.replace('#urn:fdc:peppol', '#urn:fdc:other'),
    R007: peppol.replace('billing:01:1.0', 'billing'),
    R008: peppol.replace('>F-2026-0042<', '> <'),
    R010: peppol.replace(/<cbc:EndpointID schemeID="9944".*\n/, ''),
    R020: peppol.replace(/<cbc:EndpointID schemeID="EM".*\n/, ''),
    R110: peppol.replace(
      '<cac:Item>',
      `<cac:InvoicePeriod>${line.replace('06-01', '05-31')}</cac:InvoicePeriod><cac:Item>`,
    ),
    R111: peppol.replace(
      '<cac:Item>',
      `<cac:InvoicePeriod><cbc:EndDate>2026-07-01</cbc:EndDate></cac:InvoicePeriod><cac:Item>`,
    ),
    R120: peppol.replace('>0.0123<', '>0.0124<'),
  } as const;
  const judged = verdicts('peppol-named', { ...broken, whole: peppol });

  it('find nothing in what is made here', async () => {
    expect((await judged).get('whole')).toEqual([]);
  });

  it.each(Object.keys(broken))('find what breaks %s', async (rule) => {
    expect((await judged).get(rule)?.join()).toContain(`${rule}: `);
  });
});

describe('a document in a profile', () => {
  it('names the profile in UBL, and the core of EN 16931 in CII, which a PDF of Factur-X embeds', () => {
    const document = profiled(anInvoice(), 'xrechnung-3');

    expect(ublOf(document)).toContain('urn:xeinkauf.de:kosit:xrechnung_3.0</cbc:CustomizationID>');
    expect(documentCii(document)).toMatchObject({
      xml: expect.stringContaining('<ram:ID>urn:cen.eu:en16931:2017</ram:ID>'),
    });
  });

  it('says to whom, by which order, and how it is paid', () => {
    const xml = ublOf(profiled(anInvoice(), 'en16931'));

    expect(xml).toContain('<cbc:BuyerReference>04011000-12345-34</cbc:BuyerReference>');
    expect(xml).toMatch(/<cac:OrderReference>\s*<cbc:ID>PO-2026-17</);
    expect(xml).toContain('<cbc:Telephone>+49 30 123456</cbc:Telephone>');
    expect(xml).toContain('<cbc:PaymentMeansCode>58</cbc:PaymentMeansCode>');
    expect(xml).toMatch(/<cbc:ID>DE02120300000000202051<.*\s*<cbc:Name>Magazin Verlag</);
  });

  it('is paid by a transfer of another kind where it is not in euros', () => {
    const document = profiled(anInvoice({ currency: 'SEK' }), 'en16931');

    expect(ublOf(document)).toContain('<cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>');
  });

  it('has a price of at most six places, for a thousand or a million', () => {
    const price = (unitPrice: string) =>
      ublOf(
        anInvoice(
          figures(
            [aLine({ quantity: '1000000', unitPrice, exactAmount: '0', amount: '0.00' })],
            standardRate,
          ),
        ),
      );

    expect(price('0.000000001234')).toMatch(
      /PriceAmount[^>]*>0\.001234<.*\s*<cbc:BaseQuantity[^>]*>1000000</,
    );
    expect(price('0.000000001')).toMatch(
      /PriceAmount[^>]*>0\.000001<.*\s*<cbc:BaseQuantity[^>]*>1000</,
    );
    expect(price('0.000000')).not.toContain('BaseQuantity');
  });

  it('is not written where it lacks what the profile asks for, by the rule', () => {
    const { address: _, ...seller } = aSeller;

    const result = documentUbl(
      anInvoice({
        ublProfile: 'xrechnung-3',
        seller: { ...seller, address: { lines: [], country: 'DE' } },
      }),
    );

    expect(result).toEqual({
      obstacles: [
        expect.stringMatching(/^buyerReference: .*BR-DE-15/),
        expect.stringMatching(/^seller\.contact: .*BR-DE-5/),
        expect.stringMatching(/^seller\.address: .*BR-DE-3/),
        expect.stringMatching(/^seller\.bankAccount: .*BR-DE-1/),
      ],
    });
  });
});
