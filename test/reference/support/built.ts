import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildReference } from '../../../reference/build.ts';

/** A built reference: each file by its path. Dispose of it when done. */
export async function builtReference() {
  const folder = await mkdtemp(join(tmpdir(), 'farthing-reference-'));
  await buildReference(folder);
  const names = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  const files = new Map(
    await Promise.all(
      names.map(
        async (name): Promise<[string, string]> => [
          name,
          await readFile(join(folder, name), 'utf8'),
        ],
      ),
    ),
  );
  return { files, remove: () => rm(folder, { recursive: true }) };
}

/** The pages among them. */
export const pagesOf = (files: ReadonlyMap<string, string>): readonly [string, string][] =>
  [...files].filter(([name]) => name.endsWith('.html'));

/** Where a page leads to, and what it loads: the values of `href` and `src`, and of `data-index`. */
export const linksIn = (page: string): readonly string[] =>
  [...page.matchAll(/ (?:href|src|data-index)="([^"]*)"/g)].map(([, link]) => link ?? '');

export const idsIn = (page: string): readonly string[] =>
  [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id ?? '');
