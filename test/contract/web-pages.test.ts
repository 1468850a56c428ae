import { GetObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WebPage, WebPages } from '../../core/pages/ports.ts';
import { s3Pages } from '../../functions/adapters/s3-pages.ts';
import { systemClock } from '../../functions/adapters/system-clock.ts';
import { inMemoryWebPages } from '../fakes/web-pages.ts';
import { type S3Engine, startS3 } from './s3-engine.ts';

let s3: S3Engine;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.stop());

const engines: readonly [string, () => Promise<WebPages>][] = [
  ['in memory', async () => inMemoryWebPages(systemClock)],
  ['in S3', async () => s3Pages(s3.client, await s3.createBucket())],
];

const aPage = (path: string): WebPage => ({
  path,
  contentType: 'text/css; charset=utf-8',
  cacheControl: 'no-cache',
  bytes: new TextEncoder().encode('p { color: teal }'),
});

const pathsIn = async (pages: WebPages) => (await pages.list()).map(({ path }) => path).toSorted();

describe.each(engines)('pages %s', (_, make) => {
  it('are listed once they are put, with when they were', async () => {
    const pages = await make();
    const before = Date.now();

    await pages.put(aPage('docs/a.html'));
    await pages.put(aPage('docs/assets/ü b.css'));
    await pages.put(aPage('docs/a.html'));

    expect(await pathsIn(pages)).toEqual(['docs/a.html', 'docs/assets/ü b.css']);
    for (const { keptAt } of await pages.list()) {
      expect(Math.abs(keptAt - before)).toBeLessThan(60_000);
    }
  });

  it('are gone once they are removed, as are those that were not there', async () => {
    const pages = await make();
    await pages.put(aPage('a.html'));
    await pages.put(aPage('b.html'));

    await pages.remove(['a.html', 'none.html']);

    expect(await pathsIn(pages)).toEqual(['b.html']);
  });
});

describe('pages in S3', () => {
  it('are listed whole, however many there are', async () => {
    const bucket = await s3.createBucket();
    const pages = s3Pages(s3.client, bucket);
    const names = Array.from({ length: 1_003 }, (_, index) => `${index}.html`);
    for (let at = 0; at < names.length; at += 50) {
      await Promise.all(names.slice(at, at + 50).map((name) => pages.put(aPage(name))));
    }

    expect((await pages.list()).length).toBe(1_003);
  });

  it('say what they are, and for how long they are kept', async () => {
    const bucket = await s3.createBucket();
    await s3Pages(s3.client, bucket).put(aPage('docs/a.css'));

    const command = new GetObjectCommand({ Bucket: bucket, Key: 'docs/a.css' });
    const { ContentType, CacheControl, Body } = await s3.client.send(command);

    expect([ContentType, CacheControl]).toEqual(['text/css; charset=utf-8', 'no-cache']);
    expect(await Body?.transformToString()).toBe('p { color: teal }');
  });
});
