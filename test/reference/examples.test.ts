import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stop } from 'esbuild';
import type { Route } from '../../core/contract/route.ts';
import type { RouteKey } from '../../core/contract/route-key.ts';
import { routes } from '../../core/contract/routes.ts';
import { exampleTexts, type Language, languages } from '../../reference/examples/examples.ts';
import { builtReference, pagesOf } from './support/built.ts';
import { type Asked, documentedStack } from './support/documented-stack.ts';
import { isInstalled, type Ran, runExamples } from './support/run-examples.ts';

/** Asked once: each asks by starting a program. */
const installed = languages.filter(isInstalled);
const keys = routes.map(({ method, path }: Route) => `${method} ${path}` as RouteKey);

/** What could find its invoice or its entry closed by another example has a tenant of its own; the others share one. */
const apiKeyOf = (key: RouteKey, language: Language): string => {
  const isApart =
    key === disconnects ||
    // What another example has found out again is not posted yet.
    key === 'POST /v1/payee-statement-runs' ||
    /^POST \/v1\/(?:charges\/\{id\}|invoices|payments|quarantine|rails\/(?:sepa|marketplace))\//.test(
      key,
    );
  // While there is a batch, its invoice is collected by nothing else.
  const shared = key.includes('/v1/rails/sepa/') ? 'debits' : 'shared';
  const apart = `${shared === 'debits' ? 'debits_' : ''}${keys.indexOf(key)}`;
  return `ft_test_${language}_${isApart ? apart : shared}_secret`;
};

/** While a payer is asked over a rail, it stays connected. */
const disconnects = 'POST /v1/rails/stripe/disconnect';
/** While anybody buys at AWS Marketplace, its products stay. */
const sellsNothing = 'POST /v1/rails/marketplace/disconnect';

/** The one example that needs a draft which waits for a person. */
const issues = `_${keys.indexOf('POST /v1/invoices/{id}/issue')}_`;

let pages = '';
let stack: Awaited<ReturnType<typeof documentedStack>>;
beforeAll(async () => {
  const { files, remove } = await builtReference();
  pages = decoded(
    pagesOf(files)
      .map(([, page]) => page)
      .join(),
  );
  await remove();
  stack = await documentedStack((apiKey) => ({
    approval: apiKey.includes(issues),
    debits: apiKey.includes('_debits_'),
    asked: !apiKey.includes(`_${keys.indexOf(disconnects)}_`),
    bought: !apiKey.includes(`_${keys.indexOf(sellsNothing)}_`),
  }));
});
afterAll(async () => {
  await stop();
  await stack.close();
});

const textOf = (key: RouteKey, language: Language): string =>
  exampleTexts.get(key)?.[language] ?? '';

const askedBy = (key: RouteKey, language: Language): readonly Asked[] => {
  const { scope } = routes.find(({ method, path }) => `${method} ${path}` === key) ?? {};
  const apiKey = scope === undefined ? '' : apiKeyOf(key, language);
  return stack.askedWith(apiKey).filter((one) => one.key === key);
};

/** What was sent first, but for the time. */
function sentBy(key: RouteKey, language: Language): readonly unknown[] {
  const [{ url, body } = { url: 'nothing', body: '' }] = askedBy(key, language);
  const timeless = body.replaceAll(/\d{4}-\d\d-\d\dT[^"]*|\b1[789]\d{8}(?:0{9})?\b/g, 'now');
  return [
    url,
    body.startsWith('{') || body.startsWith('[')
      ? JSON.parse(timeless)
      : decodeURIComponent(timeless),
  ];
}

const printsNothing = (key: RouteKey, language: Language): boolean =>
  (key === 'POST /v1/events' && language === 'typescript') ||
  (key === 'POST /api/v1/events' && language === 'curl');

const decoded = (page: string): string =>
  page
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

describe.each(languages)('an example in %s', (language) => {
  if (!installed.includes(language)) {
    it.todo(`runs: ${language} is not installed`);
    return;
  }
  let ran: readonly Ran[];
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'farthing-examples-'));
    const programs = keys.map((key) => ({
      text: textOf(key, language),
      apiKey: apiKeyOf(key, language),
    }));
    ran = await runExamples(language, { programs, url: stack.url, folder });
    await rm(folder, { recursive: true });
  });

  it.each(keys)('runs, and is answered as it should be: %s', (key) => {
    const { out, failure } = ran[keys.indexOf(key)] ?? { out: '', failure: 'it was not run' };

    expect(failure).toBe('');
    expect(askedBy(key, language)).not.toEqual([]);
    for (const { status } of askedBy(key, language)) expect(String(status)).toMatch(/^2/);
    // What is tracked prints nothing, nor does an answer without a body in curl.
    if (!printsNothing(key, language)) expect(out).not.toBe('');
  });
});

describe('examples', () => {
  const requests = keys.filter((key) => !/create(?:Sender|Reader)/.test(textOf(key, 'typescript')));

  it.each(requests)('ask the same in every language: %s', (key) => {
    const [first, ...others] = installed.map((language) => sentBy(key, language));

    for (const other of others) expect(other).toEqual(first);
  });

  it('are on the pages as they are run', () => {
    const missing = keys.flatMap((key) =>
      languages
        .filter((language) => !pages.includes(`<code>${textOf(key, language)}</code>`))
        .map((language) => `${key} in ${language}`),
    );

    expect(missing).toEqual([]);
  });

  it('are answered as the contract declares it', () => {
    expect(stack.faults).toEqual([]);
  });
});
