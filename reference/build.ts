import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { titleOf } from './groups.ts';
import { readGuides } from './guides.ts';
import type { Html } from './html.ts';
import { llmsFullText, llmsText } from './llms.ts';
import { type OpenApi, openApi, operationsIn, type PlacedOperation } from './open-api.ts';
import { errorsPage } from './pages/errors.ts';
import { type Assets, pageText } from './pages/layout.ts';
import { overview } from './pages/overview.ts';
import { schemasPage } from './pages/schemas.ts';
import { tagPage } from './pages/tag.ts';
import { searchModule } from './search.ts';

const assetsFolder = join(import.meta.dirname, 'assets');
/** One after another they are the style of all pages. */
const styleSheets = [
  'base.css',
  'search.css',
  'contents.css',
  'fields.css',
  'examples.css',
  'wide.css',
] as const;

/**
 * Writes the reference of the interface: pages, what they load, the OpenAPI document, guides, and texts for language
 * models. All links are relative and stay in the folder, but two beside it. Nothing in a page is inline.
 */
export async function buildReference(folder: string): Promise<void> {
  const document = openApi();
  const operations = operationsIn(document);
  const guides = await readGuides();
  await mkdir(join(folder, 'assets'), { recursive: true });
  await mkdir(join(folder, 'guides'), { recursive: true });
  const put = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);
  const assets = await putAssets(put, searchModule(document, operations));
  await Promise.all([
    ...pagesOf(document, operations).map((page) =>
      put(page.name, pageText(page, { assets, operations })),
    ),
    ...guides.map(({ name, text }) => put(`guides/${name}`, text)),
    put('openapi.json', JSON.stringify(document)),
    put('llms.txt', llmsText(document, guides)),
    put('llms-full.txt', llmsFullText(document, operations)),
  ]);
}

/** Each under a name that its content gives it, so that browsers may keep it for good. */
async function putAssets(
  put: (name: string, text: string) => Promise<void>,
  search: string,
): Promise<Assets> {
  const hashed = async (name: string, text: string): Promise<string> => {
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 10);
    const extension = extname(name);
    const path = `assets/${name.slice(0, -extension.length)}-${hash}${extension}`;
    await put(path, text);
    return path;
  };
  const read = async (name: string): Promise<string> =>
    hashed(name, await readFile(join(assetsFolder, name), 'utf8'));
  const styles = await Promise.all(
    styleSheets.map((name) => readFile(join(assetsFolder, name), 'utf8')),
  );
  const [icon, style, script] = await Promise.all([
    read('icon.svg'),
    hashed('reference.css', styles.join('\n')),
    read('reference.js'),
  ]);
  return { icon, style, script, search: await hashed('search.js', search) };
}

interface ReferencePage {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly main: Html;
}

const pagesOf = (
  document: OpenApi,
  operations: readonly PlacedOperation[],
): readonly ReferencePage[] => [
  {
    name: 'index.html',
    title: 'The HTTP interface',
    description: 'All operations of the interface, with examples for curl, TypeScript and Python.',
    main: overview(document, operations),
  },
  {
    name: 'errors.html',
    title: 'Errors',
    description: 'Every error code: what it means, and what to do.',
    main: errorsPage(operations),
  },
  {
    name: 'schemas.html',
    title: 'Schemas',
    description: 'What operations take and answer, by name.',
    main: schemasPage(document),
  },
  ...document.tags.map((tag) => ({
    name: `${tag.name}.html`,
    title: titleOf(tag.name),
    description: tag.description,
    main: tagPage(tag, operations, document),
  })),
];
