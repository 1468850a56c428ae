import type { CreditNote, Invoice } from '../../../core/contract/invoices/invoice.ts';
import { documentUbl } from '../../../core/documents/ubl/document-ubl.ts';
import { haveRules, type Rules, verdicts } from '../../core/documents/rules/electronic-rules.ts';
import type { LocalFarthing } from '../../e2e/support/local-stack.ts';
import type { Entry } from './checks.ts';

/** How a document is written: as it is served, and as it would be for Peppol. */
type Written = Readonly<Record<'ubl' | 'cii' | 'peppol', Map<string, string>>>;

const judged = [
  ['ubl', 'ubl'],
  ['xrechnung-ubl', 'ubl'],
  ['cii', 'cii'],
  ['ubl', 'peppol'],
  ['peppol-named', 'peppol'],
] as const satisfies readonly (readonly [Rules, keyof Written])[];

/** What lacks in the documents of the year, by the official rules, and by those of Peppol that are named. */
export async function rulesFaults(
  farthing: LocalFarthing,
  journal: readonly Entry[],
): Promise<string[]> {
  if (!haveRules) {
    console.warn('the rules of EN 16931 and XRechnung are not here: the documents are not checked');
    return [];
  }
  const written: Written = { ubl: new Map(), cii: new Map(), peppol: new Map() };
  const faults: string[] = [];
  for (const { id, kind, number = id } of journal) {
    if (kind !== 'invoice' && kind !== 'credit-note') continue;
    faults.push(...(await writtenOf(farthing, { id, number }, written)));
  }
  for (const [rules, form] of judged) {
    const said = await verdicts(rules, Object.fromEntries(written[form]));
    for (const [number, broken] of said) {
      faults.push(...broken.map((rule) => `${number} as ${form}, by ${rules}: ${rule}`));
    }
    console.log(`${said.size} documents of the year as ${form}, by the rules ${rules}`);
  }
  return faults;
}

/** Adds what a document is written as, and says what it cannot be. */
async function writtenOf(
  farthing: LocalFarthing,
  { id, number }: { readonly id: string; readonly number: string },
  written: Written,
): Promise<string[]> {
  const faults: string[] = [];
  for (const form of ['ubl', 'cii'] as const) {
    const { status, text } = await farthing.get(`/v1/invoices/${id}?format=${form}`, '*/*');
    if (status === 200) written[form].set(number, text);
    else faults.push(`${number} has no ${form}: ${text}`);
  }
  const { text } = await farthing.get(`/v1/invoices/${id}?format=json`);
  const content = JSON.parse(text) as Invoice | CreditNote;
  const drawn = documentUbl({ ...content, ublProfile: 'peppol-bis-3' });
  if ('xml' in drawn) written.peppol.set(number, drawn.xml);
  else faults.push(`${number} cannot be Peppol's: ${drawn.obstacles.join('; ')}`);
  return faults;
}
