import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Schema } from 'node-schematron';

const folder = join(import.meta.dirname, '../../../../shared/vectors/ubl');
const rulesFile = join(folder, 'EN16931-UBL-validation-preprocessed.sch');

/** Whether the rules of EN 16931 and their examples are on this machine; they are not ours to ship. */
export const haveRules = existsSync(rulesFile);

/** One of the examples that come with the rules. */
export const example = (file: string): string => readFileSync(join(folder, file), 'utf8');

/**
 * The rules of EN 16931 that each of these documents breaks: `BR-…` and what it says.
 * @public for `script` below.
 */
export function brokenRules(documents: readonly string[]): string[][] {
  const schema = Schema.fromString(readFileSync(rulesFile, 'utf8'));
  return documents.map((xml) =>
    schema
      .validateString(xml)
      .filter(({ isReport }) => !isReport)
      .map(({ assertId, message }) => `${assertId ?? ''}: ${(message ?? '').trim()}`),
  );
}

/** What the child runs: documents in, broken rules out. */
const script = `
import { brokenRules } from './ubl-rules.ts';
let json = '';
for await (const chunk of process.stdin) json += chunk;
console.log(JSON.stringify(brokenRules(JSON.parse(json))));
`;

/**
 * `brokenRules` by name, in a process of its own: the rules are some thousand XPath expressions in JavaScript, and run
 * three times as fast outside of Jest and with more room for what is thrown away at once.
 */
export async function verdicts(
  documents: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const flags = ['--max-semi-space-size=128', '--input-type=module', '--eval', script];
  const child = promisify(execFile)(process.execPath, flags, { cwd: import.meta.dirname });
  child.child.stdin?.end(JSON.stringify(Object.values(documents)));
  const { stdout } = await child;
  const broken = JSON.parse(stdout) as string[][];
  return new Map(Object.keys(documents).map((name, index) => [name, broken[index] ?? ['unread']]));
}
