import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Schema } from 'node-schematron';

const folder = join(import.meta.dirname, '../../../../shared/vectors/ubl');
const rulesFile = join(folder, 'EN16931-UBL-validation-preprocessed.sch');

/** Whether the rules of EN 16931 and their examples are on this machine; they are not ours to ship. */
export const haveRules = existsSync(rulesFile);

let schema: Schema | undefined;

/** The rules of EN 16931 that XML breaks, each `BR-…` with what it says. */
export function brokenRules(xml: string): string[] {
  schema ??= Schema.fromString(readFileSync(rulesFile, 'utf8'));
  return schema
    .validateString(xml)
    .filter(({ isReport }) => !isReport)
    .map(({ assertId, message }) => `${assertId ?? ''}: ${(message ?? '').trim()}`);
}

/** One of the examples that come with the rules. */
export const example = (file: string): string => readFileSync(join(folder, file), 'utf8');
