import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openApiDocument } from '../../core/contract/openapi.ts';
import { operations } from '../../core/contract/operations.ts';
import { rejectionStatus } from '../../core/contract/rejection-codes.ts';
import { routes } from '../../core/contract/routes.ts';
import { tagOf } from '../../core/contract/tags.ts';
import { html } from '../../reference/html.ts';
import { builtReference, idsIn, linksIn, pagesOf } from './support/built.ts';

let files: ReadonlyMap<string, string>;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ files, remove } = await builtReference());
});
afterAll(() => remove());

const pageOf = (name: string): string => files.get(name) ?? '';

describe('the reference', () => {
  it('shows the document that the interface answers', () => {
    expect(JSON.parse(pageOf('openapi.json'))).toEqual(
      JSON.parse(JSON.stringify(openApiDocument())),
    );
  });

  it.each(routes)('has $method $path, on the page of its tag, and in the contents', (route) => {
    const { id } = operations[`${route.method} ${route.path}` as keyof typeof operations];
    const page = pageOf(`${tagOf(route)}.html`);

    expect(idsIn(page)).toContain(id);
    expect(page).toContain(`<code>${route.path}</code>`);
    expect(linksIn(pageOf('index.html'))).toContain(`${tagOf(route)}.html#${id}`);
    expect(pageOf('llms-full.txt')).toContain(`### ${route.method} ${route.path}\n`);
  });

  it('has every error code with what it means and what to do, and who refuses so leads there', () => {
    const codes = Object.keys(rejectionStatus);

    expect(idsIn(pageOf('errors.html'))).toEqual(expect.arrayContaining(codes));
    expect(pageOf('errors.html').match(/What to do:/g)).toHaveLength(codes.length);
    expect(pageOf('errors.html')).toContain(
      `${rejectionStatus['event.too-old']}, <code>urn:farthing:problem:event.too-old`,
    );
    for (const code of codes) expect(pageOf('llms-full.txt')).toContain(`\n- \`${code}\` (`);
    expect(linksIn(pageOf('events.html'))).toContain('errors.html#event.too-old');
  });

  it('finds operations, fields and codes', () => {
    const [search = ''] = linksIn(pageOf('index.html')).filter((link) => link.includes('search'));
    const entries = JSON.parse(
      pageOf(search)
        .replace(/^export default /, '')
        .replace(/;\n$/, ''),
    ) as readonly string[][];

    expect(entries.map(([href]) => href)).toEqual(
      expect.arrayContaining([
        'usage.html#queryUsage',
        'errors.html#event.too-old',
        'schemas.html#Charge',
      ]),
    );
    const leadsNowhere = entries.filter(([href = '']) => !leads(href, 'index.html'));
    expect(leadsNowhere).toEqual([]);
  });

  it('has all that it links to, in the folder or in the interface', () => {
    const broken = pagesOf(files).flatMap(([name, page]) =>
      linksIn(page)
        .filter((link) => !leads(link, name))
        .map((link) => `${name}: ${link}`),
    );

    expect(broken).toEqual([]);
  });

  it('has names of its own for all that one page can be linked to at', () => {
    const repeated = pagesOf(files).flatMap(([name, page]) => {
      const ids = idsIn(page);
      return ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `${name}#${id}`);
    });

    expect(repeated).toEqual([]);
  });

  it('asks nothing of other hosts, and has no script or style in a page', () => {
    for (const [name, page] of pagesOf(files)) {
      expect([name, linksIn(page).filter((link) => /^[a-z]+:|^\/\//.test(link))]).toEqual([
        name,
        [],
      ]);
      expect([
        name,
        page.match(/<script(?! type="module" src=)|<style|\sstyle=|\son[a-z]+=/g),
      ]).toEqual([name, null]);
    }
    const styles = [...files].filter(([name]) => name.endsWith('.css')).map(([, text]) => text);
    expect(styles.join()).not.toMatch(/url\(|@import/);
  });

  it('names what pages load by what is in it', () => {
    const loaded = linksIn(pageOf('index.html')).filter((link) => link.startsWith('assets/'));

    expect(loaded).toHaveLength(4);
    for (const link of loaded) expect(link).toMatch(/^assets\/[a-z]+-[0-9a-f]{10}[.][a-z]+$/);
  });
});

/** Whether a link from a page leads to something: a file of the folder, a place in it, or what stands beside it. */
function leads(link: string, from: string): boolean {
  if (link === '../openapi.json' || link === '../console/') return true;
  const [file = '', id] = link.split('#');
  const page = files.get(file === '' ? from : file);
  return page !== undefined && (id === undefined || idsIn(page).includes(id));
}

describe('text in a page', () => {
  it('is shown as it is, whatever is in it', () => {
    const text = `<b title="x">'&'</b>`;

    expect(html`<p>${text}</p>${[html`<i>${1}</i>`, undefined]}`.html).toBe(
      '<p>&lt;b title=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/b&gt;</p><i>1</i>',
    );
  });
});

describe('llms.txt', () => {
  it('is as llmstxt.org has it: a title, what it is, and lists of links that lead somewhere', () => {
    const text = pageOf('llms.txt');
    const links = [...text.matchAll(/^- \[[^\]]+\]\(([^)]+)\): ./gm)].map(([, link]) => link ?? '');

    expect(text).toMatch(/^# Farthing\n\n> .+\n/);
    expect(links.length).toBeGreaterThan(40);
    expect(links.filter((link) => !leads(link, 'llms.txt'))).toEqual([]);
    expect(text.split('\n').filter((line) => line.startsWith('- ')).length).toBe(links.length);
  });

  it('lists each page of docs/ but those for who changes Farthing', () => {
    const docs = readdirSync(join(import.meta.dirname, '../../docs')).filter((name) =>
      name.endsWith('.md'),
    );
    const missing = docs.filter((name) => !files.has(`guides/${name}`));

    expect(missing.sort()).toEqual(
      ['adding', 'architecture', 'block-format', 'compatibility', 'glossary', 'reliability'].map(
        (name) => `${name}.md`,
      ),
    );
    const listed = [...pageOf('llms.txt').matchAll(/\(guides\/([^)]+)\)/g)].map(([, name]) => name);
    expect(listed.toSorted()).toEqual(docs.filter((name) => !missing.includes(name)).sort());
  });
});

describe('a guide', () => {
  it('leads to other guides, to places in them, and to pages of others, and nowhere else', () => {
    const guides = [...files].filter(([name]) => name.startsWith('guides/'));
    const astray = guides.flatMap(([name, text]) =>
      [...text.matchAll(/\]\(([^)\s]+)\)/g)]
        .map(([, link = '']) => link)
        .filter((link) => !/^(?:https:|#)/.test(link) && !files.has(`guides/${link.split('#')[0]}`))
        .map((link) => `${name}: ${link}`),
    );

    expect(guides.length).toBeGreaterThan(15);
    expect(astray).toEqual([]);
  });
});
