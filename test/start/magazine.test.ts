import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { articles } from '../../examples/magazine/site/articles.ts';
import { startMagazine } from '../../examples/magazine/site/listen.ts';
import { magazine } from '../../examples/magazine/site/site.ts';
import { magazineBeside } from '../../start/magazine.ts';
import { magazinePortOf, startedAs } from '../../start/options.ts';
import { fakeShell } from '../cli/support/fake-shell.ts';
import { type FakeAnswer, httpServer, type SeenRequest } from '../cli/support/http-server.ts';
import { fakeRuntime } from './fake-runtime.ts';

const origin = 'http://127.0.0.1:8788';
const token = 'ftp_ZGVtbw_kR3vZ0QdC9yqUe2rT1hLnA.1f.0_abc';
const made = {
  ...{ id: 'kR3vZ0QdC9yqUe2rT1hLnA.1f.0', token, payer: 'subject:reader', limit: null },
  ...{ actions: ['charge', 'read', 'budget', 'refund', 'top-up'], endsAt: '2026-12-30T00:00:00Z' },
};

function answerTo({ path, headers }: SeenRequest): FakeAnswer {
  if (path === '/v1/me' && headers.authorization === `Bearer ${token}`) {
    const { id, actions, limit, endsAt } = made;
    const seller = { name: 'The Evening Farthing' };
    const own = { id, actions, limit, endsAt, spent: '0.00' };
    return {
      ...{ status: 200 },
      json: { payer: made.payer, currency: 'EUR', seller, token: own, refunds: null, topUps: null },
    };
  }
  if (path.endsWith('/wallet/top-ups')) {
    return { status: 201, json: { id: 'wal_x.1', url: 'http://127.0.0.1:9/pay/cs_1' } };
  }
  if (path.endsWith('/tokens')) return { status: 201, json: made };
  return path.endsWith('/grants')
    ? { status: 201, json: { id: 'kR3vZ0QdC9yqUe2rT1hLnA.1e.0' } }
    : { status: 401, json: { message: 'Unauthorized' }, isStranger: true };
}

/** The site before a Farthing that gives wallets, and asks nobody to pay. */
async function aSite() {
  const farthing = await httpServer(answerTo);
  let now = Date.UTC(2026, 10, 30);
  const settings = { url: farthing.url, apiKey: 'ft_test_1_secret', origin };
  const failures: unknown[] = [];
  const site = magazine({
    ...{ ...settings, meUrl: 'http://127.0.0.1:8787/me/', now: () => now },
    onFailure: (error) => failures.push(error),
  });
  const get = (path: string, cookie?: string) =>
    site(new Request(`${origin}${path}`, cookie === undefined ? {} : { headers: { cookie } }));
  const ask = (method: string, path: string) => site(new Request(`${origin}${path}`, { method }));
  const welcome = (to = '/', headers = {}) =>
    site(
      new Request(`${origin}/welcome`, {
        ...{ method: 'POST', headers },
        body: new URLSearchParams({ to }),
      }),
    );
  const post = (path: string, form: Readonly<Record<string, string>>, headers: HeadersInit) =>
    site(
      new Request(`${origin}${path}`, {
        ...{ method: 'POST', headers },
        body: new URLSearchParams(form),
      }),
    );
  const later = (milliseconds: number): void => {
    now += milliseconds;
  };
  return {
    get,
    ask,
    welcome,
    post,
    later,
    farthing,
    failures,
    [Symbol.asyncDispose]: farthing[Symbol.asyncDispose],
  };
}

describe('the magazine', () => {
  it('lists what there is to read with what it costs, and runs no script', async () => {
    await using site = await aSite();

    const page = await site.get('/');
    const text = await page.text();

    for (const { slug, section } of articles) {
      expect(text).toContain(`href="/articles/${slug}"`);
      expect(text).toContain(section === 'archive' ? '0.10 EUR and tax' : '0.05 EUR and tax');
    }
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
    expect(text).not.toMatch(/<script|\son\w+=|\sstyle=/);
  });

  it('gives a newcomer a wallet without a name, and its key in a cookie that no script sees', async () => {
    await using site = await aSite();

    const answer = await site.welcome('/articles/the-lamplighter');

    expect([answer.status, answer.headers.get('location')]).toEqual([
      ...[303, '/articles/the-lamplighter'],
    ]);
    expect(answer.headers.get('set-cookie')).toBe(
      `farthing-token=${token}; HttpOnly; SameSite=Strict; Path=/; Max-Age=2592000`,
    );
    const [grant, tokens] = site.farthing.seen;
    expect(decodeURIComponent(grant?.path ?? '')).toMatch(/^\/v1\/payers\/subject:reader-[\w-]+\//);
    expect(JSON.parse(grant?.body ?? '')).toMatchObject({ kind: 'given', amount: '1.00' });
    expect(JSON.parse(tokens?.body ?? '')).toEqual({ actions: made.actions, expiresIn: 2_592_000 });
  });

  it('leads a reader who adds money to where it is paid, and says where that fails', async () => {
    await using site = await aSite();
    const cookie = `farthing-token=${token}`;
    const add = (amount: string, headers: Readonly<Record<string, string>> = { cookie }) =>
      site.post('/top-up', { amount }, headers);

    const led = await add('5.00');
    const odd = await add('7.77');
    const stranger = await add('5.00', {});
    const foreign = await add('5.00', { cookie, 'sec-fetch-site': 'cross-site' });

    expect([led.status, led.headers.get('location')]).toEqual([303, 'http://127.0.0.1:9/pay/cs_1']);
    const asked = site.farthing.seen.find(({ path }) => path.endsWith('/top-ups'));
    expect(asked?.headers.authorization).toBe(`Bearer ${token}`);
    expect(JSON.parse(asked?.body ?? '')).toMatchObject({ amount: '5.00', rail: 'stripe' });
    expect(await odd.text()).toContain('Choose an amount');
    expect(stranger.headers.get('location')).toBe('/welcome');
    expect(foreign.status).toBe(403);
  });

  it('replaces no key that still works, and one that does not', async () => {
    await using site = await aSite();

    const kept = await site.welcome('/', { cookie: `farthing-token=${token}` });
    const ended = await site.welcome('/', { cookie: 'farthing-token=ftp_ended' });

    expect([kept.status, kept.headers.get('set-cookie')]).toEqual([303, null]);
    expect(ended.headers.get('set-cookie')).toContain(token);
  });

  it.each([
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ 'sec-fetch-site': 'same-origin', origin }, 303],
  ])('gives a wallet to no form of another site: %j', async (headers, status) => {
    await using site = await aSite();

    const answer = await site.welcome('/', headers);

    expect([answer.status, answer.headers.has('set-cookie')]).toEqual([status, status === 303]);
    expect(site.farthing.seen.length > 0).toBe(status === 303);
  });

  it('gives a program the same as JSON', async () => {
    await using site = await aSite();

    const answer = await site.welcome('/', { accept: 'application/json' });

    expect(await answer.json()).toMatchObject({ token });
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  it('gives so many wallets away within a minute, and no more', async () => {
    await using site = await aSite();
    for (let count = 0; count < 60; count += 1) await site.welcome();

    const refused = await site.welcome();
    site.later(60_000);
    const after = await site.welcome();

    expect([refused.status, after.status]).toEqual([429, 303]);
    expect(site.farthing.seen).toHaveLength(2 * 61);
  });

  it('leads nobody to another site, whatever a form or an address says', async () => {
    await using site = await aSite();

    for (const to of ['https://evil.example/', '//evil.example', '/articles/../account', '/x']) {
      expect((await site.welcome(to)).headers.get('location')).toBe('/');
    }
    expect(await (await site.get('/welcome?to=%22%3E%3Cb%3E')).text()).toContain('value="/"');
  });

  it('leads a reader to its own page with the key in the fragment, and a stranger to a wallet', async () => {
    await using site = await aSite();

    const known = await site.get('/account', `a=1; farthing-token=${token}`);
    const stranger = await site.get('/account');

    expect(known.headers.get('location')).toBe(`http://127.0.0.1:8787/me/#token=${token}`);
    expect(known.headers.get('cache-control')).toBe('no-store');
    expect(stranger.headers.get('location')).toBe('/welcome');
  });

  it('serves no article for nothing, also where it may not ask Farthing', async () => {
    await using site = await aSite();

    const answer = await site.get('/articles/the-lamplighter');
    const unknown = await site.get('/articles/nothing');
    const asking = await site.ask('OPTIONS', '/articles/the-lamplighter');

    expect([answer.status, asking.status, await asking.text()]).toEqual([503, 405, '']);
    expect(await answer.text()).not.toContain('chandler');
    expect(unknown.status).toBe(404);
    expect(site.failures).toHaveLength(1);
  });
});

describe('npm start', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'farthing-magazine-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  async function aPlace() {
    const { shell, warned } = fakeShell({ workingDirectory: directory });
    const runtime = fakeRuntime();
    const started = await runtime.startRuntime({
      ...{ cloudAssembly: '', dataDirectory: directory, port: 0 },
      ...{ onLog: () => undefined, onFailure: () => undefined },
    });
    return {
      place: { runtime: started, directory, shell },
      warned,
      keys: runtime.keys,
      granted: runtime.granted,
    };
  }

  it('opens the magazine with a key of its own tenant, which it keeps', async () => {
    const { place, keys } = await aPlace();
    const asked: unknown[] = [];
    const start = async (options: object) => {
      asked.push(options);
      return { url: origin, close: async () => undefined };
    };

    for (const _ of [1, 2]) await magazineBeside(place, { port: 8788, start });
    await place.runtime.close();

    const { url } = place.runtime;
    const options = { url, apiKey: 'ft_test_0_secret', port: 8788, meUrl: undefined };
    expect(asked).toEqual([options, options]);
    expect(keys.size).toBe(1);
    const kept = JSON.parse(await readFile(join(directory, 'magazine.json'), 'utf8')) as unknown;
    expect(kept).toEqual({ tenant: 'magazine', apiKey: 'ft_test_0_secret' });
  });

  it('makes a key anew where the one that was kept lacks a scope of today', async () => {
    const { place, keys, granted } = await aPlace();
    const asked: string[] = [];
    const start = async ({ apiKey }: { readonly apiKey: string }) => {
      asked.push(apiKey);
      return { url: origin, close: async () => undefined };
    };

    for (const _ of [1, 2, 3]) {
      await magazineBeside(place, { port: 8788, start });
      granted.set('ft_test_0_secret', ['events:write', 'usage:read', 'billing:write', 'admin']);
    }
    await place.runtime.close();

    expect(asked).toEqual(['ft_test_0_secret', 'ft_test_1_secret', 'ft_test_1_secret']);
    expect(keys.size).toBe(2);
  });

  it('goes on without the magazine where its port is taken, and says so', async () => {
    const { place, warned } = await aPlace();
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((listening) => other.once('listening', listening));
    const { port } = other.address() as AddressInfo;

    const opened = await magazineBeside(place, { port, start: startMagazine });
    await Promise.all([place.runtime.close(), new Promise((closed) => other.close(closed))]);

    expect(opened).toBeUndefined();
    expect(warned()).toContain(`port ${port} is taken`);
  });

  it('serves the magazine at 8788, at any port where the stack is at any, or where it is told to', () => {
    const options = { port: 8787, data: '.farthing' };

    expect(magazinePortOf(options)).toBe(8788);
    expect(magazinePortOf({ ...options, port: 0 })).toBe(0);
    expect(magazinePortOf({ ...options, magazinePort: 1234 })).toBe(1234);
    expect(startedAs({ ...options, magazinePort: 1234 })).toBe('npm start -- --magazine-port 1234');
  });
});
