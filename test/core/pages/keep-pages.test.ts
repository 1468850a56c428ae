import { describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { isAsset, keepPages, removePages } from '../../../core/pages/keep-pages.ts';
import type { WebPage } from '../../../core/pages/ports.ts';
import { inMemoryWebPages } from '../../fakes/web-pages.ts';

const DAY = 86_400_000;

const aPage = (path: string): WebPage => ({
  path,
  contentType: 'text/html; charset=utf-8',
  cacheControl: 'no-cache',
  bytes: new TextEncoder().encode(path),
});

function someday() {
  let now = Date.UTC(2026, 0, 1);
  const clock = { now: () => timestampOf(now) };
  const pages = inMemoryWebPages(clock);
  return {
    pages,
    keep: (...paths: string[]) => keepPages({ pages, clock }, paths.map(aPage)),
    pass: (days: number) => {
      now += days * DAY;
    },
    paths: () => [...pages.all.keys()].toSorted(),
  };
}

describe('pages that are kept', () => {
  it('are there after all that they load', async () => {
    const { pages, keep } = someday();

    await keep(
      'console/index.html',
      'console/assets/main-1.js',
      'docs/a.html',
      'docs/assets/b.css',
    );

    expect(pages.calls).toEqual([
      'put console/assets/main-1.js',
      'put docs/assets/b.css',
      'put console/index.html',
      'put docs/a.html',
    ]);
  });

  it('are not put where what they load cannot be, and older ones stay', async () => {
    const { pages, keep, paths } = someday();
    await keep('console/index.html', 'console/assets/main-1.js');
    pages.failAt('console/assets/main-2.js');

    await expect(keep('console/other.html', 'console/assets/main-2.js')).rejects.toThrow('refused');

    expect(paths()).toEqual(['console/assets/main-1.js', 'console/index.html']);
  });

  it('take the place of pages that are no more', async () => {
    const { keep, paths } = someday();
    await keep('docs/index.html', 'docs/old.html');

    await keep('docs/index.html');

    expect(paths()).toEqual(['docs/index.html']);
  });

  it('leave what an older page loads for a week, for whoever has that page open', async () => {
    const { keep, pass, paths } = someday();
    const assets = () => paths().filter(isAsset);
    const [one, two, three, four] = [1, 2, 3, 4].map((n) => `console/assets/main-${n}.js`);
    await keep('console/index.html', `${one}`);
    pass(30);
    await keep('console/index.html', `${two}`);
    const asItGoes = assets();
    pass(6);
    await keep('console/index.html', `${three}`);
    const withinTheWeek = assets();
    pass(2);

    await keep('console/index.html', `${four}`);

    expect(asItGoes).toEqual([one, two]);
    expect(withinTheWeek).toEqual([one, two, three]);
    expect(assets()).toEqual([two, three, four]);
  });

  it('leave nothing for longer that goes with every deploy, however many there are', async () => {
    const { keep, pass, paths } = someday();

    for (let day = 10; day < 40; day += 1) {
      await keep('console/index.html', `console/assets/main-${day}.js`);
      pass(1);
    }

    expect(paths().filter(isAsset)[0]).toBe('console/assets/main-31.js');
  });

  it('are put in any number', async () => {
    const many = Array.from(
      { length: 20 },
      (_, index) => `docs/${String(index).padStart(2, '0')}.html`,
    );
    const { keep, paths } = someday();

    await keep(...many);

    expect(paths()).toEqual(many);
  });

  it('can all be taken away', async () => {
    const { pages, keep, paths } = someday();
    await keep('console/index.html', 'console/assets/main-1.js');

    await removePages(pages);

    expect(paths()).toEqual([]);
  });
});

describe('an asset', () => {
  it.each([
    ['console/assets/main-1.js', true],
    ['docs/assets/fonts/a.woff2', true],
    ['docs/index.html', false],
    ['docs/assets', false],
    ['docs/my-assets/a.js', false],
  ])('%s: %s', (path, is) => {
    expect(isAsset(path)).toBe(is);
  });
});
