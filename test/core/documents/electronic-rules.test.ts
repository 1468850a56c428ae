import { describe, expect, it } from '@jest/globals';
import type { CreditNote, Invoice } from '../../../core/contract/invoices/invoice.ts';
import { ciiXml, documentCii } from '../../../core/documents/cii/document-cii.ts';
import { electronicFrom } from '../../../core/documents/electronic/electronic-from.ts';
import { payeeCii, payeeUbl } from '../../../core/documents/payees/payee-electronic.ts';
import { documentUbl } from '../../../core/documents/ubl/document-ubl.ts';
import { lawfulStatements } from '../../fixtures/payee-statements.ts';
import { anInvoice } from './a-document.ts';
import { lawful, lawfulInProfiles, profiled } from './lawful-documents.ts';
import {
  allVerdicts,
  type Documents,
  example,
  haveRules,
  type Rules,
  whereRules,
} from './rules/electronic-rules.ts';

type Document = Invoice | CreditNote;

/** What is written, or the error that it is not. */
function written(
  result: { readonly xml: string } | { readonly obstacles: readonly string[] },
): string {
  if ('xml' in result) return result.xml;
  throw new Error(`no XML: ${result.obstacles.join('; ')}`);
}

const ublOf = (document: Document): string => written(documentUbl(document));

/** XRechnung may be written in CII, too: the same terms, spelled otherwise. */
function ciiOf(document: Document): string {
  const result = electronicFrom(document, document.ublProfile ?? 'en16931');
  return written('invoice' in result ? { xml: ciiXml(result.invoice) } : result);
}

/** Each document takes its time: those that no rule of a set sees another side of are not judged by it again. */
const inProfiles = [
  ['xrechnung-3', 'ubl', ublOf, { ...lawful, ...lawfulInProfiles }],
  ['xrechnung-3', 'xrechnung-ubl', ublOf, { ...lawful, ...lawfulInProfiles }],
  ['xrechnung-3', 'xrechnung-cii', ciiOf, { ...lawful, ...lawfulInProfiles }],
  ['peppol-bis-3', 'peppol-named', ublOf, { ...lawful, ...lawfulInProfiles }],
  ['peppol-bis-3', 'ubl', ublOf, lawfulInProfiles],
  ['en16931', 'cii', ciiOf, lawfulInProfiles],
] as const;

const theirs = {
  ubl: ['ubl/ubl-tc434-example9.xml', 'ubl/ubl-tc434-creditnote1.xml'],
  cii: ['cii/CII_example1.xml', 'cii/CII_business_example_01.xml'],
} as const;

const syntaxes = {
  ubl: {
    write: (document: Document) => written(documentUbl(document)),
    ofStatement: payeeUbl,
    country: /<cac:Country>[\s\S]*?<.cac:Country>/g,
  },
  cii: {
    write: (document: Document) => written(documentCii(document)),
    ofStatement: payeeCii,
    country: /<ram:CountryID>.*<.ram:CountryID>/g,
  },
} as const;
type Syntax = keyof typeof syntaxes;

const mapped = <Of>(all: Readonly<Record<string, Of>>, write: (one: Of) => string) =>
  Object.entries(all).map(([name, one]) => [name, write(one)] as const);

/** What is judged by the rules of a syntax alone; without them, nothing. */
function inSyntax(syntax: Syntax): Documents {
  const { write, ofStatement, country } = syntaxes[syntax];
  const invoice = write(anInvoice());
  return {
    ...Object.fromEntries(mapped(lawful, write)),
    ...Object.fromEntries(
      mapped(lawfulStatements(), (statement) => written(ofStatement(statement))),
    ),
    ...Object.fromEntries(theirs[syntax].map((file) => [file, example(file)])),
    'a wrong sum': invoice.replaceAll('>14.64<', '>14.65<'),
    'no country': invoice.replaceAll(country, ''),
  };
}

const profiledFor = (asked: Rules): Documents =>
  Object.fromEntries(
    inProfiles
      .filter(([, rules]) => rules === asked)
      .flatMap(([profile, , write, documents]) =>
        mapped<Document>(documents, (document) => write(profiled(document, profile))).map(
          ([name, xml]) => [`${profile} ${name}`, xml],
        ),
      ),
  );

const peppol = ublOf(profiled(anInvoice({ notes: ['One.'] }), 'peppol-bis-3'));
const line = '<cbc:StartDate>2026-06-01</cbc:StartDate>';
const brokenForPeppol: Documents = {
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
};

/** Without the official rules, what Peppol asks for is judged by the file of ours that names it. */
const judged = allVerdicts(
  new Map<Rules, Documents>([
    [
      'peppol-named',
      { ...(haveRules ? profiledFor('peppol-named') : {}), ...brokenForPeppol, whole: peppol },
    ],
    ...(haveRules
      ? ([
          ['ubl', { ...inSyntax('ubl'), ...profiledFor('ubl') }],
          ['cii', { ...inSyntax('cii'), ...profiledFor('cii') }],
          ['xrechnung-ubl', profiledFor('xrechnung-ubl')],
          ['xrechnung-cii', profiledFor('xrechnung-cii')],
        ] as const)
      : []),
  ]),
);

const brokenBy = async (rules: Rules, name: string): Promise<readonly string[] | undefined> =>
  (await judged).get(rules)?.get(name);

const withRules = haveRules ? it : it.skip;
/** All documents are judged at once, by the first test that asks. */
const SLOW = 600_000;

describe.each(['ubl', 'cii'] as const)('the rules of EN 16931 for %s', (syntax) => {
  withRules.each(theirs[syntax])(
    `are kept by their own example %s${whereRules}`,
    async (file) => {
      expect(await brokenBy(syntax, file)).toEqual([]);
    },
    SLOW,
  );

  withRules.each([
    ['a wrong sum', 'BR-CO-15'],
    ['no country', 'BR-09'],
  ])(
    `are broken by an invoice of ours with %s${whereRules}`,
    async (name, rule) => {
      expect((await brokenBy(syntax, name))?.join()).toContain(`[${rule}]`);
    },
    SLOW,
  );

  withRules.each([...Object.keys(lawful), ...Object.keys(lawfulStatements())])(
    `are kept by %s${whereRules}`,
    async (name) => {
      expect(await brokenBy(syntax, name)).toEqual([]);
    },
    SLOW,
  );
});

describe.each(inProfiles)('in %s, the rules %s', (profile, rules, _write, documents) => {
  withRules.each(Object.keys(documents))(
    `are kept by %s${whereRules}`,
    async (name) => {
      expect(await brokenBy(rules, `${profile} ${name}`)).toEqual([]);
    },
    SLOW,
  );
});

describe('the checks of Peppol that are named', () => {
  it(
    'find nothing in what is made here',
    async () => {
      expect(await brokenBy('peppol-named', 'whole')).toEqual([]);
    },
    SLOW,
  );

  it.each(Object.keys(brokenForPeppol))(
    'find what breaks %s',
    async (rule) => {
      expect((await brokenBy('peppol-named', rule))?.join()).toContain(`${rule}: `);
    },
    SLOW,
  );
});
