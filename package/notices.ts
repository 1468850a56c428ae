import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundledPackages } from '../lib/constructs/bundle.ts';

const LICENCE_FILE = /^(licen[cs]e|notice|copying)/i;

/** What the licences of all packages ask to be given on with the bundles, and the pages, that have them. */
export const noticesOf = (root: string, pagesMadeOf: readonly string[]): string =>
  bundledPackages(pagesMadeOf)
    .map((path) => noticeOf(join(root, path)))
    .join('\n');

function noticeOf(folder: string): string {
  const { name, version, license } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  ) as Readonly<Record<'name' | 'version' | 'license', string>>;
  const texts = readdirSync(folder)
    .filter((file) => LICENCE_FILE.test(file) && existsSync(join(folder, file)))
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return [`${'='.repeat(80)}\n${name} ${version} (${license})\n`, ...texts, ''].join('\n');
}
