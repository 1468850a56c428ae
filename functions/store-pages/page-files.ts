import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { invariant } from '../../core/kernel/invariant.ts';
import { isAsset } from '../../core/pages/keep-pages.ts';
import type { WebPage } from '../../core/pages/ports.ts';

/** What browsers are told of a file, by the end of its name. With `nosniff` they believe nothing else. */
const types: Readonly<Record<string, string | undefined>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.yaml': 'application/yaml',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/**
 * All files below a folder as pages, by their paths in it. An asset is kept by browsers for a year, as another has
 * another name; of all else they ask each time whether it has changed. Throws for a file of no type that is known: it
 * would be shown as what it is not.
 */
export async function pageFiles(folder: string): Promise<readonly WebPage[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = found
    .filter((one) => one.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).replaceAll(sep, '/'))
    .sort();
  return Promise.all(
    paths.map(async (path) => {
      const contentType = types[extname(path)];
      invariant(contentType !== undefined, `give files like ${path} a content type`);
      const cacheControl = isAsset(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
      return { path, contentType, cacheControl, bytes: await readFile(join(folder, path)) };
    }),
  );
}
