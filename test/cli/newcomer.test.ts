import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { farthingProgram, runFarthing } from '../../cli/cli.ts';
import { refused } from './support/canned.ts';
import { fakeFarthing } from './support/fake-farthing.ts';
import { fakeShell } from './support/fake-shell.ts';
import type { FakeAnswer, SeenRequest } from './support/http-server.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'farthing-newcomer-'));
});
afterAll(async () => {
  await rm(directory, { recursive: true });
});

type Service = Awaited<ReturnType<typeof fakeFarthing>>;

async function run(service: Service, ...args: readonly string[]) {
  const environment = { FARTHING_URL: service.url, FARTHING_API_KEY: 'k' };
  const { shell, printed, warned } = fakeShell({ environment, workingDirectory: directory });
  const code = await runFarthing(args, shell);
  return { code, printed: printed(), warned: warned() };
}

async function write(folder: string, files: Readonly<Record<string, unknown>>): Promise<void> {
  await mkdir(join(directory, folder), { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(directory, folder, name), JSON.stringify(content));
  }
}

const takesFile = ({ registeredArguments }: Command): boolean =>
  registeredArguments.some((argument) => argument.name() === 'file');
const put = ({ method, path }: SeenRequest): string => `${method} ${path}`;
const billingSettings = { status: 201, json: { seller: { name: 'S' }, revision: 1 } } as const;
const mappings = { status: 200, json: { mappings: [], revision: 1, offered: [] } } as const;
const withSettings = ({ path }: SeenRequest): FakeAnswer | undefined => {
  if (path === '/v1/otlp-mappings') return mappings;
  return path === '/v1/billing-settings' ? billingSettings : undefined;
};
/** What is one thing, and no list. */
const wholes = ['settings', 'otlp'];

describe('farthing apply', () => {
  it('applies what a starter has, each file after those that it names things of', async () => {
    await using service = await fakeFarthing(withSettings);
    await run(service, 'init', 'whole');

    const { code, printed } = await run(service, 'apply', 'whole');

    expect(code).toBe(0);
    expect(service.seen.map(put)).toEqual([
      'PUT /v1/meters/api_calls',
      'PUT /v1/meters/api_bytes',
      'PUT /v1/plans/developer',
      'PUT /v1/customers/acme',
      'PUT /v1/billing-settings',
    ]);
    expect(printed).toContain('2 meters: 2 created');
    expect(printed).toContain('billing settings as in whole/settings.json');
  });

  it('applies a file of each noun that has a command to apply one', async () => {
    await using service = await fakeFarthing(withSettings);
    const { commands } = farthingProgram(fakeShell().shell, () => undefined);
    const nouns = commands
      .filter((noun) => noun.commands.some((verb) => verb.name() === 'apply' && takesFile(verb)))
      .map((noun) => noun.name());
    const files = nouns.map((noun) => [`${noun}.json`, wholes.includes(noun) ? {} : []]);
    await write('all', Object.fromEntries(files) as Record<string, unknown>);

    const { printed } = await run(service, 'apply', 'all', '--json');

    expect(nouns).toContain('private-passes');
    const applied = Object.keys(JSON.parse(printed) as object);
    expect(applied.toSorted()).toEqual(nouns.sort());
    expect(applied.slice(-2)).toEqual(['settings', 'private-passes']);
  });

  it('answers one document to programs', async () => {
    await using service = await fakeFarthing(withSettings);
    await write('some', { 'meters.json': [], 'settings.json': { seller: { name: 'S' } } });

    const { printed } = await run(service, 'apply', 'some', '--json');

    expect(JSON.parse(printed)).toEqual({
      meters: { created: 0, kept: 0, failed: 0, items: [] },
      settings: billingSettings.json,
    });
  });

  it('stops at a file of which something failed, and says what is left', async () => {
    await using service = await fakeFarthing(({ path }) =>
      path.startsWith('/v1/plans/') ? refused('meter.not-found', 'no such meter') : undefined,
    );
    await write('bad', {
      'plans.json': [{ key: 'p' }],
      'customers.json': [{ key: 'c' }],
      'settings.json': {},
    });

    const { code, warned } = await run(service, 'apply', 'bad');

    expect(code).toBe(1);
    expect(warned).toContain('bad/plans.json: p: no such meter');
    expect(warned).toContain('not applied: customers.json, settings.json\n');
    expect(service.seen.map(put)).toEqual(['PUT /v1/plans/p']);
  });

  it('names the file of settings that are refused', async () => {
    await using service = await fakeFarthing(({ path }) =>
      path === '/v1/billing-settings' ? refused('request.invalid', 'give a seller') : undefined,
    );
    await write('unsettled', { 'settings.json': {} });

    const { warned } = await run(service, 'apply', 'unsettled');

    expect(warned).toMatch(/unsettled.settings[.]json is refused:\n.*give a seller/);
  });

  it('says how such a folder is begun where there is nothing to apply', async () => {
    await using service = await fakeFarthing();

    expect(await run(service, 'apply', 'nowhere')).toMatchObject({
      code: 2,
      warned: expect.stringContaining('`farthing init` begins such a folder'),
    });
  });
});

describe('farthing usage', () => {
  it('is of this month where nobody says of when', async () => {
    await using service = await fakeFarthing();
    await run(service, 'usage', '--meter', 'm');

    expect(service.seen[0]?.query).toEqual({ meter: 'm', from: '2026-11', to: '2026-12' });
  });

  it('is of the month of the test clock with a local stack', async () => {
    await using service = await fakeFarthing();
    service.setClock('2026-12-31T23:59:00Z');
    await write('.farthing', {
      'local.json': { url: service.url, apiKey: 'k', tenant: 't', localSecret: 's' },
    });
    const { shell } = fakeShell({ workingDirectory: directory });
    await runFarthing(['usage', '--meter', 'm'], shell);

    expect(service.seen.at(-1)?.query).toEqual({ meter: 'm', from: '2026-12', to: '2027-01' });
  });

  it('wants both ends or neither', async () => {
    await using service = await fakeFarthing();

    expect(await run(service, 'usage', '--meter', 'm', '--from', '2026-11')).toMatchObject({
      code: 2,
      warned: expect.stringContaining('give both --from and --to'),
    });
  });
});

describe('farthing bill --set-clock', () => {
  const billing = (service: Service, period = '2026-12') =>
    run(service, 'bill', '--period', period, '--set-clock');

  it('moves the clock to when the month has ended in every time zone, and bills it', async () => {
    await using service = await fakeFarthing();
    await write('payers', { 'customers.json': [{ key: 'press', name: 'Press' }] });
    await run(service, 'apply', 'payers');

    const { code, warned } = await billing(service);

    expect(code).toBe(0);
    expect(service.clock()).toBe('2027-01-01T12:00:00.000Z');
    expect(warned).toContain('the test clock says 2027-01-01T12:00:00.000Z\n');
    expect(service.seen.map(put)).toContain('POST /v1/billing-runs');
  });

  it('leaves a clock that is later already', async () => {
    await using service = await fakeFarthing();
    service.setClock('2027-02-01T00:00:00Z');
    await run(service, 'apply', 'payers');
    await billing(service);

    expect(service.clock()).toBe('2027-02-01T00:00:00Z');
  });

  it('bills nothing where there is no test clock, and where there is no such month', async () => {
    await using deployed = await fakeFarthing(({ path }) =>
      path === '/v1/clock' ? { status: 404, json: { message: 'Not Found' } } : undefined,
    );

    expect(await billing(deployed)).toMatchObject({
      code: 1,
      warned: expect.stringContaining('has no test clock'),
    });
    expect(await billing(deployed, '2026-13')).toMatchObject({ code: 2 });
    expect(deployed.seen.map(put)).not.toContain('POST /v1/billing-runs');
  });
});
