import { describe, expect, it } from '@jest/globals';
import type { CreditNote, Invoice } from '../../../core/contract/invoices/invoice.ts';
import { documentCii } from '../../../core/documents/cii/document-cii.ts';
import { documentUbl } from '../../../core/documents/ubl/document-ubl.ts';
import { anInvoice } from './a-document.ts';
import { lawful } from './lawful-documents.ts';
import { example, haveRules, verdicts, whereRules } from './rules/electronic-rules.ts';

const writers = { ubl: documentUbl, cii: documentCii } as const;
type Syntax = keyof typeof writers;

function xmlOf(syntax: Syntax, document: Invoice | CreditNote): string {
  const result = writers[syntax](document);
  if ('xml' in result) return result.xml;
  throw new Error(`no XML: ${result.obstacles.join('; ')}`);
}

const withRules = haveRules ? it : it.skip;
/** All documents are judged at once, by the first test that asks. */
const SLOW = 600_000;

const theirs = {
  ubl: ['ubl/ubl-tc434-example9.xml', 'ubl/ubl-tc434-creditnote1.xml'],
  cii: ['cii/CII_example1.xml', 'cii/CII_business_example_01.xml'],
} as const satisfies Record<Syntax, readonly string[]>;

/** What is cut out to break a rule. */
const country = {
  ubl: /<cac:Country>[\s\S]*?<.cac:Country>/g,
  cii: /<ram:CountryID>.*<.ram:CountryID>/g,
} as const satisfies Record<Syntax, RegExp>;

describe.each(['ubl', 'cii'] as const)('the rules of EN 16931 for %s', (syntax) => {
  const all = haveRules
    ? verdicts(syntax, {
        ...Object.fromEntries(
          Object.entries(lawful).map(([name, document]) => [name, xmlOf(syntax, document)]),
        ),
        ...Object.fromEntries(theirs[syntax].map((file) => [file, example(file)])),
        'a wrong sum': xmlOf(syntax, anInvoice()).replaceAll('>14.64<', '>14.65<'),
        'no country': xmlOf(syntax, anInvoice()).replaceAll(country[syntax], ''),
      })
    : new Map<string, string[]>();

  withRules.each(theirs[syntax])(
    `are kept by their own example %s${whereRules}`,
    async (file) => {
      expect((await all).get(file)).toEqual([]);
    },
    SLOW,
  );

  withRules.each([
    ['a wrong sum', 'BR-CO-15'],
    ['no country', 'BR-09'],
  ])(
    `are broken by an invoice of ours with %s${whereRules}`,
    async (name, rule) => {
      expect((await all).get(name)?.join()).toContain(`[${rule}]`);
    },
    SLOW,
  );

  withRules.each(Object.keys(lawful))(
    `are kept by %s${whereRules}`,
    async (name) => {
      expect((await all).get(name)).toEqual([]);
    },
    SLOW,
  );
});
