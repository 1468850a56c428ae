import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Broken } from './schematron.ts';

const folder = join(import.meta.dirname, '../../../../../shared/vectors');

const files = {
  ubl: 'ubl/EN16931-UBL-validation-preprocessed.sch',
  cii: 'cii/EN16931-CII-validation-preprocessed.sch',
  'xrechnung-ubl': 'xrechnung/ubl/XRechnung-UBL-validation.sch',
  'xrechnung-cii': 'xrechnung/cii/XRechnung-CII-validation.sch',
} as const;

/** What Peppol asks for, as far as it is named in a file of ours: without the official rules it stays unverified. */
const own = { 'peppol-named': join(import.meta.dirname, 'peppol-named.sch') } as const;

/** The rules of EN 16931, and of its profiles, for each way to write it. */
export type Rules = keyof typeof files | keyof typeof own;

const placeOf = (rules: Rules): string =>
  rules === 'peppol-named' ? own[rules] : join(folder, files[rules]);

/** Whether the official rules and their examples are on this machine; they are not ours to ship. */
export const haveRules = Object.values(files).every((file) => existsSync(join(folder, file)));

/** What a test says of itself where they are not. */
export const whereRules = haveRules ? '' : ' (skipped: ../shared/vectors is not on this machine)';

/** One of the examples that come with the rules, by its place. */
export const example = (file: string): string => readFileSync(join(folder, file), 'utf8');

/** What the child runs: files of rules with documents in, broken rules out. */
const script = `
import { brokenRules } from './schematron.ts';
let json = '';
for await (const chunk of process.stdin) json += chunk;
const asked = JSON.parse(json);
console.log(JSON.stringify(asked.map(({ file, documents }) => brokenRules(file, documents))));
`;

/** Documents by name. */
export type Documents = Readonly<Record<string, string>>;

/** What documents break of rules, by the name of the document: `BR-…` and what it says. */
export type Verdicts = ReadonlyMap<Rules, ReadonlyMap<string, readonly string[]>>;

/**
 * The rules that documents break. All that a test asks is asked at once, as to read a file of rules takes seconds, and
 * to judge a document by it a fraction of one. In a process of its own: the rules are some thousand XPath expressions
 * in JavaScript, and run faster outside of Jest and with room for what is thrown away.
 */
export async function allVerdicts(asked: ReadonlyMap<Rules, Documents>): Promise<Verdicts> {
  const flags = ['--max-semi-space-size=128', '--input-type=module', '--eval', script];
  const child = promisify(execFile)(process.execPath, flags, {
    cwd: import.meta.dirname,
    maxBuffer: 64 * 1024 * 1024,
  });
  const questions = [...asked].map(([rules, documents]) => ({
    file: placeOf(rules),
    documents: Object.values(documents),
  }));
  child.child.stdin?.end(JSON.stringify(questions));
  const { stdout } = await child;
  const broken = JSON.parse(stdout) as readonly (readonly (readonly Broken[])[])[];
  const said = (all: readonly Broken[] | undefined): readonly string[] =>
    all?.map(({ id, says }) => `${id}: ${says}`) ?? ['unread'];
  return new Map(
    [...asked].map(([rules, documents], which) => [
      rules,
      new Map(Object.keys(documents).map((name, index) => [name, said(broken[which]?.[index])])),
    ]),
  );
}

/** The same of documents that one file of rules is to judge. */
export const verdicts = async (
  rules: Rules,
  documents: Documents,
): Promise<ReadonlyMap<string, readonly string[]>> =>
  (await allVerdicts(new Map([[rules, documents]]))).get(rules) ?? new Map();
