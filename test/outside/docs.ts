import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { tags } from '../../core/contract/tags.ts';
import { exampleTexts } from '../../reference/examples/examples.ts';
import { LocalFarthing } from '../e2e/support/local-stack.ts';
import { printedBy } from './tool.ts';

const pages = [
  'index.html',
  'errors.html',
  'schemas.html',
  ...Object.keys(tags).map((tag) => `${tag}.html`),
];
const { curl, python } = exampleTexts.get('GET /v1/usage') ?? {};

/**
 * The reference, as it is served by a running stack, in a real browser: looked for, read and copied by keyboard, read
 * without scripts, and looked at page by page.
 * @returns what is otherwise than it should be.
 */
export async function docsFaults(): Promise<readonly string[]> {
  const farthing = await LocalFarthing.started();
  try {
    const { url } = farthing.stack;
    const folder = join(import.meta.dirname, 'generated/docs');
    const printed = await printedBy('browser/read-docs.ts', url, folder, ...pages);
    const seen = JSON.parse(printed) as Readonly<Record<string, unknown>>;
    console.log(
      `the reference: ${pages.length} pages, the first after ${String(seen['firstViewMs'])} ms, pictures in ${folder}`,
    );
    const expected: Readonly<Record<string, unknown>> = {
      short: '/docs/llms.txt',
      found: '/docs/errors.html#event.too-old',
      search: [],
      nothing: 'Nothing is called so. Try a part of a path, a field or a code.',
      copied: python,
      keptLanguage: python,
      withoutScripts: curl,
      origins: [url],
      faults: [],
    };
    return Object.entries(expected)
      .filter(([what, value]) => !isDeepStrictEqual(seen[what], value))
      .map(([what, value]) => {
        const [shown, wanted] = [JSON.stringify(seen[what]), JSON.stringify(value)];
        return `the reference: ${what} is ${shown}, and should be ${wanted}`;
      });
  } finally {
    await farthing.stop();
    await farthing.remove();
  }
}
